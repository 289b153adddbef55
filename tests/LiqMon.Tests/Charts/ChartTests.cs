using System.Globalization;
using System.Xml.Linq;
using LiqMon.Charts;

namespace LiqMon.Tests.Charts;

public sealed class ChartTests
{
    private static readonly SideBar[] Bars =
    [
        new("Mon 9", "Monday", 250_000_000, 120_000_000),
        new("Tue 10", "Tuesday <b>", 643_123_456.78m, 318_000_000),
    ];

    [Fact]
    public async Task Shorts_go_up_and_longs_go_down_from_zero()
    {
        var svg = await DivergingAsync();
        var shorts = svg.Descendants().Where(node => (string?)node.Attribute("class") == "short" && node.Parent!.Name.LocalName == "g").ToList();
        var longs = svg.Descendants().Where(node => (string?)node.Attribute("class") == "long" && node.Parent!.Name.LocalName == "g").ToList();
        Assert.Equal(2, shorts.Count);
        var zero = Number(longs[0], "y");
        Assert.All(longs, bar => Assert.Equal(zero, Number(bar, "y")));
        Assert.All(shorts, bar => Assert.Equal(zero, Number(bar, "y") + Number(bar, "height"), 0.11));
        Assert.Equal(643.123 / 250, Number(shorts[1], "height") / Number(shorts[0], "height"), 0.02);
        Assert.Equal(318.0 / 120, Number(longs[1], "height") / Number(longs[0], "height"), 0.02);
    }

    [Fact]
    public async Task Every_chart_says_in_words_what_it_shows()
    {
        var svg = await DivergingAsync();
        var drawing = svg.Descendants().First(node => node.Name.LocalName == "svg");
        Assert.Equal("img", (string?)drawing.Attribute("role"));
        Assert.Equal("Shorts were squeezed on Tuesday", Text(drawing, "title"));
        Assert.Equal("In words.", Text(drawing, "desc"));
        Assert.Contains(svg.Descendants(), node => node.Value == "Tuesday <b>: shorts $643.1M, longs $318.0M");
        Assert.Contains(svg.Descendants(), node => node.Name.LocalName == "polyline");

        static string Text(XElement drawing, string name) => drawing.Elements().First(node => node.Name.LocalName == name).Value;
    }

    [Fact]
    public async Task The_machines_culture_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        var expected = (await DivergingAsync()).ToString();
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, (await DivergingAsync()).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task The_running_sum_is_filled_on_the_side_of_zero_it_is_on()
    {
        var svg = XElement.Parse(await Markup.OfAsync<CumulativeArea>(new()
        {
            ["Id"] = "sum",
            ["Title"] = "t",
            ["Description"] = "d",
            ["Points"] = new ChartPoint[] { new(0, 0), new(0.5, 10), new(1, -10) },
        }));
        var areas = svg.Descendants().Where(node => node.Name.LocalName == "polygon")
            .Select(node => ((string)node.Attribute("points")!).Split(' ').Select(point => point.Split(',')).ToList()).ToList();
        // Zero is crossed half way between the second and the third point.
        Assert.All(areas, area => Assert.Contains(area, point => Parse(point[0]) == 399.5));
        var zero = Parse(areas[0][0][1]);
        Assert.All(areas[0], point => Assert.True(Parse(point[1]) <= zero));
        Assert.All(areas[1], point => Assert.True(Parse(point[1]) >= zero));
    }

    [Fact]
    public async Task A_map_has_longs_left_and_shorts_right_of_the_price_the_nearest_beside_it()
    {
        var svg = XElement.Parse(await Markup.OfAsync<MapChart>(new()
        {
            ["Id"] = "map",
            ["Title"] = "t",
            ["Description"] = "d",
            ["Longs"] = new MapBar[] { new("99", "near long", 10), new("98", "far long", 20) },
            ["Shorts"] = new MapBar[] { new("101", "near short", 0), new("102", "far short", 40) },
            ["Price"] = "100",
        }));
        var bars = svg.Descendants().Where(node => node.Name.LocalName == "g").Select(node => (Name: node.Elements().First().Value, Bar: node.Elements().Last())).ToList();
        Assert.Equal(["far long", "near long", "near short", "far short"], bars.OrderBy(bar => Number(bar.Bar, "x")).Select(bar => bar.Name));
        Assert.Equal(["long", "long", "short", "short"], bars.Select(bar => (string)bar.Bar.Attribute("class")!));
        Assert.Equal(0, Number(bars[2].Bar, "height"));
        Assert.Equal(2, Number(bars[3].Bar, "height") / Number(bars[0].Bar, "height"), 0.02);
        Assert.Contains(svg.Descendants(), node => node.Name.LocalName == "text" && node.Value == "100");
    }

    [Fact]
    public async Task Stacks_and_heat_maps_draw_nothing_where_there_is_nothing()
    {
        var stacks = XElement.Parse(await Markup.OfAsync<StackedBars>(new()
        {
            ["Id"] = "venues",
            ["Title"] = "t",
            ["Description"] = "d",
            ["Series"] = new[] { "okx", "bybit" },
            ["Stacks"] = new Stack[] { new("Mon", [5, 0]), new("Tue", [0, 0]) },
        }));
        Assert.Single(stacks.Descendants(), node => node.Name.LocalName == "rect" && node.Elements().Any());
        var map = XElement.Parse(await Markup.OfAsync<HeatMap>(new()
        {
            ["Id"] = "hours",
            ["Title"] = "t",
            ["Description"] = "d",
            ["Rows"] = new[] { "Mon" },
            ["Columns"] = new[] { "0", "1" },
            ["Fields"] = new IReadOnlyList<HeatField?>[] { [new HeatField(1, 4), null] },
        }));
        Assert.Single(map.Descendants(), node => (string?)node.Attribute("class") == "none");
        Assert.Equal("1", (string?)map.Descendants().Single(node => node.Attribute("fill-opacity") is not null).Attribute("fill-opacity"));
    }

    private static async Task<XElement> DivergingAsync() => XElement.Parse(await Markup.OfAsync<DivergingBars>(new()
    {
        ["Id"] = "days",
        ["Title"] = "Shorts were squeezed on Tuesday",
        ["Description"] = "In words.",
        ["Bars"] = Bars,
        ["Price"] = new ChartPoint[] { new(0, 94_812.5), new(0.5, 101_250), new(1, 99_000) },
        ["PriceName"] = "BTC",
    }));

    private static double Number(XElement node, string attribute) => Parse((string)node.Attribute(attribute)!);

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
