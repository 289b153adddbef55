using System.Text;
using LiqMon.Feeds.Sockets;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Feeds;

public sealed class RefusedTopicsTests
{
    private static readonly SubscribeMessage Trades = Message(1, """{"id":1,"feed":"trade","args":["BTC","ETH"]}""");
    private static readonly SubscribeMessage Tickers = Message(2, """{"id":2,"feed":"ticker","args":["BTC","ETH"]}""");
    private static readonly SocketPlan Plan = new("main", new Uri("wss://fake.example/"), [Trades, Tickers]);

    private readonly FakeTime _time = new();
    private readonly List<object> _entries = [];
    private readonly RefusedTopics _refused;

    public RefusedTopicsTests() => _refused = new RefusedTopics("fake", "main", _entries, _time);

    [Fact]
    public void The_same_text_in_another_kind_of_message_is_another_topic()
    {
        _refused.Add(Refused(Tickers, "\"BTC\""));
        Assert.Equal(
            ["""{"id":1,"feed":"trade","args":["BTC","ETH"]}""", """{"id":3,"feed":"ticker","args":["ETH"]}"""],
            _refused.Filter(Plan).Select(Text));
    }

    [Fact]
    public void A_topic_that_is_subscribed_elsewhere_does_not_end_the_deficit_of_a_refused_one()
    {
        _refused.Add(Refused(Tickers, "\"BTC\""));
        _refused.Settle(Plan, [Trades], new HashSet<string>(), 7);
        Assert.IsType<Deficit>(Assert.Single(_entries));
        _refused.Settle(Plan, [Trades, Tickers], new HashSet<string>(), 9);
        Assert.Equal(new DeficitEnded("fake", "main", "BTC", DeficitReason.TopicRefused, 9), _entries[^1]);
    }

    [Fact]
    public void A_deficit_ends_when_the_plan_does_not_want_its_topic_any_more()
    {
        _refused.Add(Refused(Tickers, "\"BTC\""));
        _refused.Follow(Plan, 6);
        Assert.Single(_entries);
        _refused.Follow(Plan with { Messages = [Trades] }, 7);
        Assert.Equal(new DeficitEnded("fake", "main", "BTC", DeficitReason.TopicRefused, 7), _entries[^1]);
    }

    [Fact]
    public void After_an_hour_it_is_requested_again()
    {
        _refused.Add(Refused(Tickers, "\"BTC\""));
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.NotEqual(Plan.Messages, _refused.Filter(Plan));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Plan.Messages, _refused.Filter(Plan));
    }

    private static RefusedTopic Refused(SubscribeMessage message, string topic) =>
        new(topic, topic.Trim('"'), "no") { Key = SubscribeTopics.KeyOf(message, topic), SinceMs = 5 };

    private static SubscribeMessage Message(int id, string text) => new(id, Encoding.UTF8.GetBytes(text));

    private static string Text(SubscribeMessage message) => Encoding.UTF8.GetString(message.Text.Span);
}
