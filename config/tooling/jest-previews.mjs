import { buildHost } from '../../kibana-plugin/preview/server/build.mjs';

/** Builds the preview of both ends once, before the tests that look at it: two at a time would write the same files. */
export default async function buildPreviews() {
  for (const end of /** @type {const} */ (['low', 'high'])) await buildHost(end);
}
