namespace LiqMon.Tests.Dashboard;

/// <summary>Expressions that find what keeps people from reading or using a page; each gives a text that is empty when all is well.</summary>
internal static class Audit
{
    /// <summary>Elements that reach beyond the screen or cut their text off.</summary>
    internal const string Overflow =
        """
        (() => {
          const out = [];
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth > width) out.push(`page ${document.documentElement.scrollWidth} > ${width}`);
          for (const e of document.querySelectorAll('body *')) {
            if (e.closest('svg,.unseen,.skip,#orders,[hidden]') || getComputedStyle(e).display === 'none') continue;
            const r = e.getBoundingClientRect();
            if (r.width && (r.right > width + 1 || r.left < -1)) out.push(`${e.nodeName} ${e.id || e.className} ${Math.round(r.left)}..${Math.round(r.right)} ${e.textContent.slice(0, 30)}`);
          }
          if (out.length === 1) {
            for (const e of document.querySelectorAll('body *')) {
              const r = e.getBoundingClientRect();
              if (r.right > width + 1 || r.left + e.scrollWidth > width + 1) out.push(`inside: ${e.nodeName} ${e.id || e.getAttribute('class')} ${Math.round(r.left)}..${Math.round(r.right)} ${e.textContent.slice(0, 30)}`);
            }
          }
          return out.slice(0, 8).join('\n');
        })()
        """;

    /// <summary>Names of venues that are broken into lines, and labels of the chart's axes that lie on its bars.</summary>
    internal const string Broken =
        """
        (() => {
          const out = [];
          for (const e of document.querySelectorAll('#venues td:first-child,#longshort td:first-child,.who')) {
            const range = document.createRange();
            range.selectNodeContents(e.lastChild);
            const lines = new Set([...range.getClientRects()].filter(r => r.width > 0).map(r => Math.round(r.top)));
            if (lines.size > 1) out.push(`broken: ${e.textContent}`);
          }
          for (const e of document.querySelectorAll('.who')) {
            if (e.getBoundingClientRect().height > 1.7 * parseFloat(getComputedStyle(e).lineHeight)) out.push(`broken: ${e.textContent}`);
          }
          for (const plot of document.querySelectorAll('#bars-box .plot')) {
            const p = plot.getBoundingClientRect();
            for (const t of plot.querySelectorAll('.tick')) {
              const r = t.getBoundingClientRect();
              if (r.right > p.left + 1 && r.left < p.right - 1) out.push(`on the bars: ${t.textContent}`);
            }
          }
          return out.slice(0, 8).join('\n');
        })()
        """;

    /// <summary>Texts with less contrast than WCAG's level AA wants: 4.5, of large text 3.</summary>
    internal const string Contrast =
        """
        (() => {
          const parse = (c) => { const m = c.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
          const lum = (c) => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const back = (e) => { for (; e; e = e.parentElement) { const s = getComputedStyle(e); if (s.backgroundImage !== 'none') return null; const c = parse(s.backgroundColor); if (c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
          const seen = new Map();
          for (const e of document.querySelectorAll('body *')) {
            const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
            const style = getComputedStyle(e);
            if (!own || e.closest('.unseen,.skip,[hidden],title,option') || style.display === 'none' || !e.getClientRects().length) continue;
            const isSvg = e instanceof SVGElement;
            const b = isSvg && e.closest('.tree') ? parse(getComputedStyle(e.parentElement.querySelector('rect')).fill).slice(0, 3) : back(e.closest('svg')?.parentElement ?? e);
            if (!b) continue;
            const f = parse(isSvg ? style.fill : style.color).slice(0, 3);
            const [x, y] = [lum(f), lum(b)].sort((p, q) => q - p);
            const ratio = (x + 0.05) / (y + 0.05);
            const size = parseFloat(style.fontSize);
            const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
            if (ratio < least) seen.set(`${e.nodeName}.${isSvg ? e.getAttribute('class') : e.className} ${ratio.toFixed(2)} ${f} on ${b}`, e.textContent.trim().slice(0, 20));
          }
          return [...seen].slice(0, 8).map(([k, v]) => `${k}: ${v}`).join('\n');
        })()
        """;

    /// <summary>What a screen reader could not name, tables without headings, ids that stand twice, headings that skip a level.</summary>
    internal const string Names =
        """
        (() => {
          const out = [];
          const name = (e) => (e.getAttribute('aria-label') || (e.getAttribute('aria-labelledby') ?? '').split(' ').map(i => document.getElementById(i)?.textContent ?? '').join(' ')
            || [...(e.labels ?? [])].map(l => l.textContent).join(' ') || e.textContent).trim();
          for (const e of document.querySelectorAll('a,button,select,input:not([type=hidden]),[role=slider],[role=img],[role=region],svg[role],table,section,nav,form button')) {
            if (e.nodeName === 'SECTION' && !e.hasAttribute('aria-label') && !e.hasAttribute('aria-labelledby')) continue;
            if (!name(e)) out.push(`no name: ${e.outerHTML.slice(0, 80)}`);
          }
          for (const s of document.querySelectorAll('svg')) {
            if (!s.parentElement.closest('svg') && !s.hasAttribute('aria-hidden') && !s.hasAttribute('role')) out.push(`drawing without a role: ${s.outerHTML.slice(0, 80)}`);
          }
          const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
          for (const id of new Set(ids)) if (ids.filter(i => i === id).length > 1) out.push(`id twice: ${id}`);
          for (const r of document.querySelectorAll('[aria-labelledby],[aria-describedby]')) {
            for (const i of `${r.getAttribute('aria-labelledby') ?? ''} ${r.getAttribute('aria-describedby') ?? ''}`.split(' ')) if (i && !document.getElementById(i)) out.push(`no such id: ${i}`);
          }
          for (const t of document.querySelectorAll('table')) if (!t.querySelector('th[scope=col]')) out.push('table without headings');
          let last = 0;
          for (const h of document.querySelectorAll('h1,h2,h3,h4')) { const level = +h.nodeName[1]; if (level > last + 1 && last > 0) out.push(`heading skips: ${h.textContent}`); last = level; }
          if (document.querySelectorAll('h1').length !== 1) out.push('not one h1');
          if (document.querySelectorAll('main').length !== 1) out.push('not one main');
          if (!document.documentElement.lang) out.push('no language');
          for (const e of document.querySelectorAll('[role=slider]')) for (const a of ['aria-valuemin', 'aria-valuemax', 'aria-valuenow']) if (!e.hasAttribute(a)) out.push(`slider without ${a}`);
          return out.slice(0, 8).join('\n');
        })()
        """;

    /// <summary>What axe-core finds, once it was put into the page.</summary>
    internal const string Axe =
        """
        axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          .then(r => r.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 140)).join(' | ')}`).join('\n'))
        """;
}
