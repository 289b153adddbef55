using System.CommandLine;
using System.Globalization;
using System.Text;
using LiqMon.Configuration;
using LiqMon.Files;
using LiqMon.Influx;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary><c>influx setup</c>: makes in an InfluxDB 2 of one's own what LiqMon and Grafana need.</summary>
internal static class InfluxSetupCommand
{
    internal static Command Build(CliContext context)
    {
        var command = new Command(
            "setup",
            "Make the bucket, a token for LiqMon that may only write it and one for Grafana that may only read it, in an InfluxDB 2. "
            + "Prints the file of Grafana's data source; tokens go to files of their own. May be run again");
        var url = new Option<string?>("--url") { HelpName = "URL", Description = "Address of InfluxDB" };
        var admin = new Option<FileInfo?>("--admin-token-file") { HelpName = "FILE", Description = "A token that may make buckets and tokens; it is not kept" };
        var organisation = new Option<string?>("--org") { HelpName = "NAME", Description = "The organisation" };
        var bucket = new Option<string>("--bucket") { HelpName = "NAME", Description = "The bucket. Default: liqmon", DefaultValueFactory = _ => "liqmon" };
        var keep = new Option<string>("--keep") { HelpName = "TIME", Description = "How long points are kept: days such as 365d, or forever. Default: 365d", DefaultValueFactory = _ => "365d" };
        var secrets = new Option<DirectoryInfo>("--secrets") { HelpName = "DIR", Description = "Where the tokens are put. Default: secrets", DefaultValueFactory = _ => new("secrets") };
        foreach (var option in new Option[] { url, admin, organisation, bucket, keep, secrets })
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var file = parsed.GetValue(admin);
            List<string> errors = [];
            var address = Address(parsed.GetValue(url));
            if (address is null)
                errors.Add("--url: give the address of InfluxDB, such as http://127.0.0.1:8086; without encryption only on this machine");
            if (file is not { Exists: true })
                errors.Add("--admin-token-file: give a file with a token that may make buckets and tokens");
            if (parsed.GetValue(organisation) is null)
                errors.Add("--org: give the organisation");
            if (Kept(parsed.GetValue(keep)!) is not { } kept)
                errors.Add("--keep: give days, such as 365d, or forever");
            else if (errors.Count == 0)
                return RunAsync(context, Options(), kept, parsed.GetValue(secrets)!, cancellation);
            throw new UsageException([.. errors]);

            InfluxOptions Options() => new()
            {
                Url = address!,
                Api = InfluxApi.V2,
                Target = parsed.GetValue(bucket)!,
                Organisation = parsed.GetValue(organisation),
                Token = new Secret(File.ReadAllText(file!.FullName).Trim()),
            };
        });
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, InfluxOptions options, TimeSpan keep, DirectoryInfo secrets, CancellationToken cancellation)
    {
        using var http = InfluxHttp.NewPlainClient(options, context.Time);
        using var setup = new ServerSetup(options, http);
        try
        {
            var (bucket, isNew) = await setup.MakeBucketAsync(keep, cancellation);
            Say(context, $"bucket {options.Target}: {(isNew ? "made" : "was there")}, keeps points {(keep == TimeSpan.Zero ? "for ever" : $"for {keep.TotalDays.ToString(CultureInfo.InvariantCulture)} days")}");
            var isMapped = await setup.MapDatabaseAsync(bucket, cancellation);
            Say(context, $"InfluxQL finds it as the database {options.Target}: {(isMapped ? "by itself" : "a mapping was made")}");
            secrets.Create();
            var writer = await TokenAsync("influx_liqmon_token", () => setup.NewWriterAsync(bucket, cancellation));
            var reader = await TokenAsync("influx_grafana_token", () => setup.NewReaderAsync(bucket, cancellation));
            var may = await TokenRights.TryAsync(options, writer.Token, context.Time, cancellation);
            var isWriter = Check("LiqMon's token", may, (true, false));
            may = await TokenRights.TryAsync(options, reader.Token, context.Time, cancellation);
            if (!Check("Grafana's token", may, (false, true)) || !isWriter)
                return ExitCode.Failure;
            Say(context, $"LiqMon: LIQMON_Influx__Url={options.Url} LIQMON_Influx__Org={options.Organisation} LIQMON_Influx__Bucket={options.Target} LIQMON_Influx__Token_FILE={writer.File}");
            context.Out.Write(DataSource(options, reader.File));
            return ExitCode.Ok;
        }
        catch (ServerSetupException failure)
        {
            Say(context, TerminalText.Of(failure.Message));
            return ExitCode.Failure;
        }

        // A token that a run before has made is kept: Grafana and LiqMon may be using it.
        async Task<(Secret Token, string File)> TokenAsync(string name, Func<Task<Secret>> make)
        {
            var path = Path.Combine(secrets.FullName, name);
            if (File.Exists(path))
            {
                Say(context, $"{path}: was there, and is kept");
                return (new Secret((await File.ReadAllTextAsync(path, cancellation)).Trim()), path);
            }

            var token = await make();
            using var file = new AtomicFile(path, overwrite: false);
            file.Stream.Write(Encoding.UTF8.GetBytes(token.Reveal()));
            file.Commit();
            Say(context, $"{path}: made");
            return (token, path);
        }

        bool Check(string whose, (bool Writes, bool Reads) may, (bool Writes, bool Reads) wanted)
        {
            Say(context, $"{whose} {(may.Writes ? "may write" : "may not write")} and {(may.Reads ? "may read" : "may not read")}{(may == wanted ? "" : ", which is not what it is for")}");
            return may == wanted;
        }
    }

    private static void Say(CliContext context, string text) => context.Error.WriteLine("liqmon: " + text);

    /// <summary>The file for Grafana's provisioning; Grafana reads the token from its own file.</summary>
    private static string DataSource(InfluxOptions options, string tokenFile) =>
        $$"""
        apiVersion: 1
        datasources:
          - name: LiqMon
            uid: liqmon-influxdb
            type: influxdb
            access: proxy
            url: {{options.Url.GetLeftPart(UriPartial.Path).TrimEnd('/')}}
            isDefault: false
            editable: false
            jsonData:
              version: InfluxQL
              dbName: {{options.Target}}
              httpMode: POST
              timeInterval: 10s
              httpHeaderName1: Authorization
            secureJsonData:
              httpHeaderValue1: Token $__file{{{tokenFile}}}

        """;

    private static TimeSpan? Kept(string text)
    {
        if (text == "forever")
            return TimeSpan.Zero;
        return text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 36_500
            ? TimeSpan.FromDays(days) : null;
    }

    /// <summary>The admin's token goes there: unencrypted only to this machine.</summary>
    private static Uri? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback)) ? url : null;
}
