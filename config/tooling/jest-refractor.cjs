/**
 * The library that colours code for EUI, with the languages that the plugin shows: EUI's own import brings all 290,
 * which takes about half of the time to load EUI, and each test file loads it anew. Of any other EUI makes plain text.
 */
const { createRequire } = require('node:module');

const requireOfEui = createRequire(require.resolve('@elastic/eui'));
const refractor = requireOfEui('refractor/core');
refractor.register(requireOfEui('refractor/lang/json'));

module.exports = refractor;
