using System.Text;
using LiqMon.Feeds.Sockets;
using LiqMon.Venues;

namespace LiqMon.Tests.Feeds;

public sealed class SubscriptionTrackerTests
{
    private static readonly string[] Symbols = ["BTCUSDT", "ETHUSDT", "OLDUSDT", "SOLUSDT", "BTC-USD-251128", "BTC-USD"];

    private readonly FakeTime _time = new();

    [Fact]
    public void A_named_topic_of_a_refused_message_is_dropped_and_the_rest_is_sent_again()
    {
        var tracker = Sent(Message(1, """{"req_id":"1","op":"subscribe","args":["t.BTCUSDT","t.OLDUSDT","t.ETHUSDT"]}"""));
        var refusal = tracker.Refuse(1, "error:handler not found,topic:t.OLDUSDT");
        Assert.Equal([("\"t.OLDUSDT\"", "OLDUSDT")], refusal!.Topics.Select(topic => (topic.Topic, topic.Symbol)));
        Assert.False(refusal.IsFatal);
        Assert.False(tracker.AllConfirmed);
        Assert.Equal("""{"req_id":"2","op":"subscribe","args":["t.BTCUSDT","t.ETHUSDT"]}""", Text(tracker.TakePart()));
        tracker.Confirm(2);
        Assert.True(tracker.AllConfirmed);
        Assert.Equal(["""{"req_id":"0","op":"subscribe","args":["t.OLDUSDT"]}"""], tracker.Refused);
    }

    [Fact]
    public void A_topic_is_confirmed_when_its_message_is_and_it_was_not_refused()
    {
        var tracker = Sent(Message(1, """{"req_id":"1","op":"subscribe","args":["t.BTCUSDT","t.OLDUSDT","t.ETHUSDT"]}"""));
        Assert.False(tracker.IsConfirmed("\"t.BTCUSDT\""));
        tracker.Refuse(1, "error:handler not found,topic:t.OLDUSDT");
        tracker.TakePart();
        Assert.False(tracker.IsConfirmed("\"t.BTCUSDT\""));
        tracker.Confirm(2);
        Assert.Equal((true, false, false), (tracker.IsConfirmed("\"t.BTCUSDT\""), tracker.IsConfirmed("\"t.OLDUSDT\""), tracker.IsConfirmed("\"t.BTC\"")));
    }

    [Fact]
    public void A_topic_that_is_not_named_is_found_in_halves()
    {
        var tracker = Sent(Message(1, """{"id":1,"method":"SUBSCRIBE","params":["a.BTCUSDT","a.ETHUSDT","a.OLDUSDT","a.SOLUSDT"]}"""));
        var sent = new List<string>();
        Assert.Empty(tracker.Refuse(1, "invalid")!.Topics);
        var found = new List<RefusedTopic>();
        while (tracker.TakePart() is { } part)
        {
            Assert.Null(tracker.TakePart());
            sent.Add(Text(part));
            if (sent[^1].Contains("OLD", StringComparison.Ordinal))
                found.AddRange(tracker.Refuse(part.Id, "invalid")!.Topics);
            else
                tracker.Confirm(part.Id);
        }

        Assert.Equal("a.OLDUSDT", Assert.Single(found).Topic.Trim('"'));
        Assert.True(tracker.AllConfirmed);
        Assert.Equal(
            [
                """{"id":2,"method":"SUBSCRIBE","params":["a.BTCUSDT","a.ETHUSDT"]}""",
                """{"id":3,"method":"SUBSCRIBE","params":["a.OLDUSDT","a.SOLUSDT"]}""",
                """{"id":4,"method":"SUBSCRIBE","params":["a.OLDUSDT"]}""",
                """{"id":5,"method":"SUBSCRIBE","params":["a.SOLUSDT"]}""",
            ],
            sent);
    }

    [Fact]
    public void Where_topics_are_confirmed_one_by_one_only_the_refused_one_is_missing()
    {
        var tracker = Sent(Message(
            7, """{"id":"7","op":"subscribe","args":[{"channel":"open-interest","instId":"BTC-USD"},{"channel":"open-interest","instId":"BTC-USD-251128"},{"channel":"funding-rate","instId":"BTC-USD"}]}""", acks: 3));
        tracker.Confirm(7);
        var refusal = tracker.Refuse(7, "60018 Wrong URL or channel:open-interest,instId:BTC-USD-251128 doesn't exist");
        Assert.Equal("BTC-USD-251128", Assert.Single(refusal!.Topics).Symbol);
        Assert.False(tracker.AllConfirmed);
        tracker.Confirm(7);
        Assert.True(tracker.AllConfirmed);
        Assert.Null(tracker.TakePart());
    }

    [Fact]
    public void A_topic_of_no_contract_is_fatal()
    {
        var tracker = Sent(Message(1, """{"args":["liquidations.all","t.BTCUSDT"]}"""), Message(2, """{"args":["all"]}"""));
        Assert.True(tracker.Refuse(2, "no")!.IsFatal);
    }

    [Fact]
    public void When_every_contract_is_refused_nothing_is_left()
    {
        var tracker = Sent(Message(1, """{"sub":"BTCUSDT"}"""), Message(2, """{"sub":"ETHUSDT"}"""));
        Assert.False(tracker.Refuse(1, "no")!.IsFatal);
        Assert.True(tracker.Refuse(2, "no")!.IsFatal);
    }

    [Fact]
    public void A_venue_that_confirms_nothing_may_refuse_without_a_name()
    {
        var tracker = Sent(Message(1, """{"sub":"stats"}""", acks: 0), Message(2, """{"sub":"BTCUSDT"}""", acks: 0), Message(3, """{"sub":"ETHUSDT"}""", acks: 0));
        Assert.Equal(new RefusedTopic("", "", "Too Many Subscriptions"), Assert.Single(tracker.Refuse(null, "Too Many Subscriptions")!.Topics));
        Assert.Equal("ETHUSDT", Assert.Single(Sent(Message(1, """{"sub":"BTCUSDT"}""", acks: 0), Message(2, """{"sub":"ETHUSDT"}""", acks: 0)).Refuse(null, "no market ETHUSDT")!.Topics).Symbol);
        Assert.True(tracker.Refuse(null, "Too Many Subscriptions")!.IsFatal);
    }

    [Fact]
    public void Where_nothing_is_confirmed_a_topic_is_open_when_no_refusal_can_be_on_its_way_any_more()
    {
        SubscribeMessage[] messages = [Message(1, """{"sub":"BTCUSDT"}""", acks: 0), Message(2, """{"sub":"ETHUSDT"}""", acks: 0)];
        var tracker = new SubscriptionTracker(messages, topic => topic, _time);
        tracker.Sent(messages[0]);
        _time.Advance(SubscriptionTracker.RefusedWithin);
        Assert.Equal((false, true, false), (tracker.AllConfirmed, tracker.IsConfirmed("BTCUSDT"), tracker.IsConfirmed("ETHUSDT")));
        tracker.Sent(messages[1]);
        Assert.False(tracker.AllConfirmed);
        _time.Advance(SubscriptionTracker.RefusedWithin);
        Assert.True(tracker.AllConfirmed);
    }

    [Fact]
    public void A_complaint_about_something_else_is_no_refusal()
    {
        var tracker = Sent(Message(1, """{"sub":"BTCUSDT"}"""));
        Assert.Null(tracker.Refuse(1_000, "too fast"));
        tracker.Confirm(null);
        Assert.Null(tracker.Refuse(null, "too fast"));
    }

    [Fact]
    public void A_topic_that_was_confirmed_and_is_named_in_a_refusal_is_lost_from_then_on()
    {
        var tracker = Sent(Message(1, """{"req_id":"1","op":"subscribe","args":["t.BTCUSDT","t.OLDUSDT","t.ETHUSDT"]}"""));
        tracker.Confirm(1);
        var refusal = tracker.Refuse(null, "topic t.OLDUSDT has ended");
        Assert.Equal("OLDUSDT", Assert.Single(refusal!.Topics).Symbol);
        Assert.Equal((true, false), (refusal.IsLate, refusal.IsFatal));
        Assert.Equal((true, false), (tracker.IsConfirmed("t.BTCUSDT"), tracker.IsConfirmed("t.OLDUSDT")));
        Assert.Null(tracker.Refuse(null, "topic t.OLDUSDT has ended"));
    }

    [Fact]
    public void A_topic_of_all_contracts_that_ends_late_is_fatal()
    {
        var tracker = Sent(Message(1, """{"op":"subscribe","args":[{"channel":"liquidation-orders","instType":"SWAP"}]}"""), Message(2, """{"args":["t.BTCUSDT","t.ETHUSDT"]}"""));
        tracker.Confirm(1);
        tracker.Confirm(2);
        Assert.Null(tracker.Refuse(null, "too many requests"));
        var refusal = tracker.Refuse(null, "channel liquidation-orders is closed");
        Assert.Equal((true, true), (refusal!.IsLate, refusal.IsFatal));
    }

    [Fact]
    public void An_end_that_names_nothing_may_be_of_any_topic()
    {
        var tracker = Sent(Message(1, """{"args":["t.BTCUSDT","t.ETHUSDT"]}"""));
        tracker.Confirm(1);
        Assert.Equal("ETHUSDT", Assert.Single(tracker.End("t.ETHUSDT").Topics).Symbol);
        Assert.True(tracker.End(null).IsFatal);
    }

    private static SubscribeMessage Message(int id, string text, int acks = 1) => new(id, Encoding.UTF8.GetBytes(text), acks);

    private static string Text(SubscribeMessage? message) => Encoding.UTF8.GetString(message!.Text.Span);

    private SubscriptionTracker Sent(params SubscribeMessage[] all)
    {
        var tracker = new SubscriptionTracker(
            all, topic => Symbols.Where(symbol => SubscribeTopics.Names(topic, symbol)).MaxBy(symbol => symbol.Length), _time);
        foreach (var message in all)
            tracker.Sent(message);
        return tracker;
    }
}
