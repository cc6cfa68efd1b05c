import { createHash } from 'node:crypto';

/** All of the page's style, in the page: a phone at night loads nothing else. Contrast is above 4.5:1 in both modes. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--text:#1a1c21;--quiet:#4f5664;--line:#d3dae6;--card:#f4f6fa;--act:#0b5cad;--on-act:#fff;--go:#157a3c;--critical:#b3261e;--error:#b94700;--warning:#7a5b00;--info:#0b5cad;--resolved:#157a3c;--on-badge:#fff}
@media(prefers-color-scheme:dark){:root{--bg:#11141a;--text:#eef1f6;--quiet:#aab4c5;--line:#343b48;--card:#1b2029;--act:#7cb8ff;--on-act:#0a1420;--go:#6fd08c;--critical:#ff8a80;--error:#ffab7a;--warning:#f5d060;--info:#7cb8ff;--resolved:#6fd08c;--on-badge:#11141a}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:640px;padding:16px 16px 48px;background:var(--bg);color:var(--text);font:16px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;overflow-wrap:anywhere}
h1{font-size:22px;line-height:1.25;margin:10px 0 4px}
h2{font-size:16px;margin:28px 0 8px}
p{margin:0 0 8px}
.head{display:flex;gap:10px;align-items:center;margin:0}
.badge{background:var(--info);color:var(--on-badge);border-radius:4px;padding:2px 10px;font-weight:700;font-size:14px;text-transform:uppercase;letter-spacing:.03em}
.critical{background:var(--critical)}.error{background:var(--error)}.warning{background:var(--warning)}.info{background:var(--info)}.resolved{background:var(--resolved)}
.number{color:var(--quiet);font-weight:600}
.standing{font-weight:600;margin-bottom:16px}
.said{border-left:4px solid var(--act);background:var(--card);border-radius:4px;padding:12px 14px;margin:0 0 16px;font-weight:600}
form,details{margin:0 0 10px}
details form{margin:0}
button,summary{display:flex;align-items:center;justify-content:center;width:100%;min-height:52px;border-radius:8px;border:2px solid var(--act);font-weight:600;font-size:17px;line-height:1.2;font-family:inherit;padding:10px 12px;text-align:center;cursor:pointer;background:transparent;color:var(--act)}
button.first{background:var(--act);color:var(--on-act)}
button.sure{background:var(--go);border-color:var(--go);color:var(--on-badge)}
summary{list-style:none}
summary::-webkit-details-marker{display:none}
details[open] summary{border-color:var(--line);color:var(--quiet);margin-bottom:10px}
:focus-visible{outline:3px solid var(--text);outline-offset:2px}
dl{display:grid;grid-template-columns:auto 1fr;gap:6px 16px;margin:20px 0 0;background:var(--card);border-radius:8px;padding:14px}
dt{color:var(--quiet)}
dd{margin:0;font-weight:600}
blockquote{margin:20px 0 0;padding:0 0 0 12px;border-left:3px solid var(--line);color:var(--quiet);white-space:pre-line}
ul{list-style:none;margin:0;padding:0}
.links{display:flex;flex-wrap:wrap;column-gap:20px;margin-top:12px}
.links a{display:inline-block;padding:10px 0;color:var(--act);font-weight:600}
ol{list-style:none;margin:0;padding:0;border-left:2px solid var(--line)}
ol li{padding:0 0 12px 14px}
time{display:block;color:var(--quiet);font-size:14px}
footer{margin-top:28px;padding-top:12px;border-top:1px solid var(--line);color:var(--quiet);font-size:14px}
`;

/** Nothing but that style is taken, nothing is loaded, nobody may frame it, and forms go nowhere else. */
export const CONTENT_SECURITY_POLICY = [
  `default-src 'none'`,
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  `form-action 'self'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ');
