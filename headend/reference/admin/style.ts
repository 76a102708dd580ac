/** The looks of the admin pages; no page has a style of its own. */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --ground: #f3f2ee; --card: #fff; --line: #d9d7d0; --ink: #16191d; --second: #4a525b;
  --accent: #114b8b; --accent-wash: #e7eff8; --on-accent: #fff; --bar: #10243b; --bar-ink: #fff;
  --good: #17613a; --bad: #9b1c1c; --pending: #7a4b00; --pending-wash: #fff1d0; --pending-edge: #e5b84c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --card: #1d2126; --line: #3a4048; --ink: #eef0f2; --second: #b4bcc5;
    --accent: #9cc5f5; --accent-wash: #1f3247; --on-accent: #10243b; --bar: #0b1a2b; --bar-ink: #fff;
    --good: #86d6a8; --bad: #ffaaa5; --pending: #ffd479; --pending-wash: #3a2e12; --pending-edge: #8a6a1c;
  }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 'Noto Sans Devanagari', 'Noto Sans', system-ui, sans-serif; font-variant-numeric: tabular-nums }
header { background: var(--bar); color: var(--bar-ink); padding: 16px 24px; display: flex; flex-wrap: wrap;
  gap: 4px 24px; align-items: baseline }
header h1 { font-size: 22px; margin: 0 }
header p { margin: 0 }
header a { color: inherit }
main { max-width: 1366px; margin: 0 auto; padding: 16px 24px 48px; display: grid; gap: 16px }
section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px }
h2 { font-size: 17px; margin: 0 0 8px }
p { margin: 0 0 8px }
a { color: var(--accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
header :focus-visible { outline-color: #fff }
.totals { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 16px; margin: 0 }
.totals div { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px }
.totals dt { color: var(--second) }
.totals dd { margin: 0; font-size: 22px; font-weight: 600 }
.totals .small { display: block; font-size: 15px; font-weight: 400; color: var(--second) }
.switches { list-style: none; margin: 0 0 16px; padding: 0; display: grid; gap: 8px;
  grid-template-columns: repeat(auto-fill, minmax(236px, 1fr)) }
.switches form, .switches button { height: 100%; width: 100% }
button { font: inherit; text-align: left; padding: 8px 12px; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--second); background: var(--card); color: var(--ink) }
button:hover { background: var(--accent-wash) }
button strong, button span { display: block }
button span { color: var(--second); font-size: 14px }
button[aria-pressed=true] { border: 2px solid var(--accent); background: var(--accent-wash); padding: 7px 11px }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600 }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top }
th { color: var(--second); font-weight: 500 }
.number { text-align: right; white-space: nowrap }
.nowrap { white-space: nowrap }
code { font-size: 14px }
.good { color: var(--good) } .bad { color: var(--bad); font-weight: 600 } .pending { color: var(--pending); font-weight: 600 }
.said { background: var(--pending-wash); border: 1px solid var(--pending-edge); border-radius: 8px; padding: 8px 16px; margin: 0 }
.fields { display: grid; gap: 12px; max-width: 560px }
.fields label { display: grid; gap: 4px }
.fields .choice { display: flex; gap: 8px; align-items: baseline }
fieldset { border: 1px solid var(--line); border-radius: 8px; padding: 8px 16px 12px; margin: 0 }
input[type=text] { font: inherit; padding: 8px; border: 1px solid var(--second); border-radius: 4px;
  background: var(--card); color: var(--ink) }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 4px 24px; margin: 0 0 16px }
.facts dt { color: var(--second) } .facts dd { margin: 0 }
`;
