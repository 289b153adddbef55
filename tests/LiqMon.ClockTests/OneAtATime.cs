// Each of these tests watches when the whole process is at rest: nothing else may run in it meanwhile.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
