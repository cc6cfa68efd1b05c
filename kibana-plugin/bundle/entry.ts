// What our own bundler starts from. Kibana's bundlers write the like themselves, so nothing else may rest on this file.
declare let __webpack_public_path__: string;
declare const __kbnPublicPath__: { readonly incidents: string };
declare const __kbnBundles__: { define(key: string, load: () => unknown, module: number): void };

// The bundler looks for this assignment.
// eslint-disable-next-line prefer-const
__webpack_public_path__ = __kbnPublicPath__.incidents;

// Run when Kibana starts its plugins: only then are the shared libraries there. An import would lose the exports that
// nobody here uses.
__kbnBundles__.define('plugin/incidents/public', () => require('../public'), 0);
