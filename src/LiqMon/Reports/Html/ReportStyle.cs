namespace LiqMon.Reports.Html;

/// <summary>The style sheet of the report page: light and dark, phone, desk and paper.</summary>
internal static class ReportStyle
{
    internal const string Sheet =
        """
        :root{color-scheme:light dark;--paper:#fff;--ink:#1c2430;--quiet:#5b6573;--line:#dfe3e8;--soft:#f5f7f9;--short:#1a62a0;--long:#b8590a}
        @media (prefers-color-scheme:dark){:root{--paper:#14181e;--ink:#e8ecf1;--quiet:#a3adba;--line:#333b46;--soft:#1c222a;--short:#6db6ee;--long:#f5a855}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        main{max-width:1120px;margin:0 auto;padding:2.2rem 1.5rem 3rem}
        header p{margin:.2rem 0 0;color:var(--quiet)}
        h1{font-size:1.9rem;line-height:1.15;letter-spacing:-.015em;margin:0}
        h2{font-size:1.2rem;line-height:1.25;margin:2.6rem 0 .7rem;padding-top:.9rem;border-top:1px solid var(--line)}
        .mark{font-weight:700;letter-spacing:.02em;color:var(--quiet);font-size:.85rem;margin-bottom:.5rem}
        .badge{display:inline-block;vertical-align:.3em;margin-left:.5rem;padding:.05rem .5rem;border:1px solid var(--quiet);border-radius:1rem;font-size:.8rem;font-weight:600;letter-spacing:0;color:var(--quiet)}
        .figures{display:grid;grid-template-columns:repeat(4,1fr);gap:1px;margin:1.6rem 0 1rem;padding:0;background:var(--line);border:1px solid var(--line);border-radius:.6rem;overflow:hidden}
        .figures div{background:var(--paper);padding:.9rem 1.1rem}
        .figures dt{font-size:.85rem;color:var(--quiet)}
        .figures dd{margin:0;font-size:1.65rem;font-weight:650;line-height:1.25;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
        .figures small{display:block;font-size:.82rem;font-weight:400;letter-spacing:0;color:var(--quiet);line-height:1.35}
        .short{color:var(--short)}.long{color:var(--long)}
        .lead{margin:1rem 0 0;padding:0;list-style:none;max-width:46rem}
        .lead li{margin:.25rem 0}
        .lead li:first-child{font-size:1.1rem}
        .charts{display:grid;grid-template-columns:1fr 1fr;gap:2rem 2.4rem;margin-top:2rem}
        .floor{margin:.9rem 0 0;font-size:.92rem;color:var(--quiet)}
        .floor a{color:inherit}
        .scroll{overflow-x:auto;-webkit-overflow-scrolling:touch}
        table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
        th,td{padding:.38rem .7rem;text-align:left;white-space:nowrap;border-bottom:1px solid var(--line)}
        th:first-child,td:first-child{padding-left:0}
        th:last-child,td:last-child{padding-right:0}
        th{font-weight:600;font-size:.82rem;color:var(--quiet);vertical-align:bottom}
        .number{text-align:right}
        td.wide{white-space:normal;min-width:16rem}
        td.hash{font:.75rem ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:normal;overflow-wrap:anywhere;min-width:16rem}
        .note{margin:.5rem 0 0;font-size:.88rem;color:var(--quiet);max-width:46rem}
        .method{margin:0;padding-left:1.1rem;font-size:.92rem;max-width:52rem}
        .method li{margin:.25rem 0}
        footer{margin-top:2.6rem;padding-top:.9rem;border-top:1px solid var(--line);font-size:.85rem;color:var(--quiet)}
        @media screen and (max-width:760px){main{padding:1.3rem 1rem 2rem}h1{font-size:1.5rem}.figures{grid-template-columns:1fr 1fr}.figures div{padding:.7rem .8rem}.figures dd{font-size:1.3rem}.charts{grid-template-columns:1fr;gap:1.8rem}th,td{padding:.38rem .5rem}}
        @media print{:root{color-scheme:light;--paper:#fff;--ink:#1c2430;--quiet:#5b6573;--line:#dfe3e8;--soft:#f5f7f9;--short:#1a62a0;--long:#b8590a}@page{size:A4;margin:14mm}body{font-size:9.5pt}header p{font-size:9.5pt}.figures{margin:1rem 0 .6rem}.figures dt,.figures small{font-size:8pt}.lead{max-width:none}.charts{margin-top:1.2rem}main{max-width:none;padding:0}.scroll{overflow:visible}table{font-size:8pt}th{font-size:7.5pt}h1{font-size:19pt}h2{font-size:12pt}.figures dd{font-size:15pt}.floor,.method,.note{font-size:8.5pt}.floor{margin-top:.5rem}.lead li:first-child{font-size:11.5pt}th,td{padding:.2rem .35rem}h2{break-after:avoid;margin-top:1.4rem}tr,.figures,.chart{break-inside:avoid}thead{display:table-header-group}.charts{gap:1rem 1.2rem}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        """;
}
