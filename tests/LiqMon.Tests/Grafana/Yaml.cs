using YamlDotNet.RepresentationModel;

namespace LiqMon.Tests.Grafana;

/// <summary>Reads YAML of the repository by the names of its nodes.</summary>
internal static class Yaml
{
    internal static YamlMappingNode Read(params string[] path)
    {
        using var text = new StringReader(File.ReadAllText(RepositoryFiles.Path(path)));
        return Parse(text);
    }

    internal static YamlMappingNode Parse(TextReader text)
    {
        var stream = new YamlStream();
        stream.Load(text);
        var root = (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
        Merge(root);
        return root;
    }

    /// <summary>Puts what a merge key brings in its place; what stands there itself wins.</summary>
    private static void Merge(YamlMappingNode node)
    {
        var key = new YamlScalarNode("<<");
        if (node.Children.TryGetValue(key, out var merged))
        {
            node.Children.Remove(key);
            foreach (var (name, value) in (YamlMappingNode)merged)
            {
                if (!node.Children.ContainsKey(name))
                    node.Add(name, value);
            }
        }

        foreach (var child in node.Children.Values.OfType<YamlMappingNode>().ToList())
            Merge(child);
    }

    internal static YamlMappingNode Map(this YamlMappingNode node, string name) => (YamlMappingNode)node[name];

    internal static string Text(this YamlMappingNode node, string name) => ((YamlScalarNode)node[name]).Value!;

    internal static IReadOnlyList<YamlMappingNode> List(this YamlMappingNode node, string name) =>
        [.. ((YamlSequenceNode)node[name]).Cast<YamlMappingNode>()];

    internal static IReadOnlyList<string> Texts(this YamlMappingNode node, string name) =>
        [.. ((YamlSequenceNode)node[name]).Cast<YamlScalarNode>().Select(text => text.Value!)];

    internal static bool Has(this YamlMappingNode node, string name) => node.Children.ContainsKey(new YamlScalarNode(name));
}
