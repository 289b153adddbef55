using System.Text;

namespace LiqMon.Venues;

/// <summary>Splits topics into groups, each of a message or a connection, by a venue's limit in bytes.</summary>
internal static class TopicGroups
{
    /// <summary>The topics in their order, in as few groups as their order allows.</summary>
    /// <param name="topics">The topics.</param>
    /// <param name="mostBytes">What a group may hold; a topic that is longer has a group of its own.</param>
    /// <param name="around">What a topic takes besides its own bytes: quotes and a comma.</param>
    public static IEnumerable<IReadOnlyList<string>> ByBytes(IEnumerable<string> topics, int mostBytes, int around)
    {
        var group = new List<string>();
        var bytes = 0;
        foreach (var topic in topics)
        {
            var own = Encoding.UTF8.GetByteCount(topic) + around;
            if (group.Count > 0 && bytes + own > mostBytes)
            {
                yield return group;
                group = [];
                bytes = 0;
            }

            group.Add(topic);
            bytes += own;
        }

        if (group.Count > 0)
            yield return group;
    }
}
