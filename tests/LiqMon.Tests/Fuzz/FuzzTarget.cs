namespace LiqMon.Tests.Fuzz;

/// <summary>Something that reads what strangers send.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Share">How many inputs it gets beside the others.</param>
/// <param name="Sound">What it is made to read, undamaged.</param>
/// <param name="Read">Reads one input and checks what comes of it; throws on anything that is not as it must be.</param>
internal sealed record FuzzTarget(string Name, int Share, byte[][] Sound, FuzzReader Read)
{
    /// <summary>What it may allocate for each byte of an input.</summary>
    public long AllocatedPerByte { get; init; } = 64;
}

/// <summary>Reads one input; the random numbers choose how, where there is a choice.</summary>
internal delegate void FuzzReader(ReadOnlyMemory<byte> input, ref FuzzRandom random);
