/** Kibana's own policy: what passes here passes there. */
export const contentSecurityPolicy =
  "script-src 'report-sample' 'self'; worker-src 'report-sample' 'self' blob:; style-src 'report-sample' 'self' 'unsafe-inline'";

/** Scripts in Kibana's order: what it defines, what it shares, the plugin, and then what starts it. @param {boolean} dark */
export function page(dark) {
  const scripts = ['/preview/boot.js', '/ui/shared-deps.js', '/plugin/incidents.plugin.js', '/ui/host.js'];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Preview</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/ui/theme_${dark ? 'dark' : 'light'}.css">
</head>
<body>
<div id="kibana-body"></div>
${scripts.map((src) => `<script src="${src}"></script>`).join('\n')}
</body>
</html>
`;
}

/** @param {object} preview what the page is told of the user */
export function bootScript(preview) {
  return `window.__preview__ = ${JSON.stringify(preview)};
window.__kbnPublicPath__ = { incidents: '/plugin/' };
window.__kbnBundles__ = (() => {
  const bundles = new Map();
  return {
    has: (key) => bundles.has(key),
    define(key, load, module) {
      if (bundles.has(key)) throw new Error(key + ' is defined twice');
      bundles.set(key, { load, module });
    },
    get(key) {
      const { load, module } = bundles.get(key);
      return load(module);
    },
  };
})();
`;
}
