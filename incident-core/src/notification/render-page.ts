import { toHtml } from './render-safe-text.ts';

/** The page around the HTML part of a mail; text and page colours are left to the client, so that it reads in light and in dark. */
export function renderPage(title: string, inner: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${toHtml(title)}</title><style>:root{color-scheme:light dark}</style></head>
<body style="margin:0;padding:16px;font-family:-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.5">
${inner}
</body></html>
`;
}
