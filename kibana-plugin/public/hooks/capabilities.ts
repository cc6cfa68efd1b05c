import { PLUGIN_ID } from '../../common/ids';
import type { Capabilities } from '../../common/privileges';
import type { CoreStart } from '../../types/core-browser';

/** What Kibana says that the user may do here. The server part asks again at each call. */
export function capabilitiesOf({ application }: Pick<CoreStart, 'application'>): Capabilities {
  return (application.capabilities[PLUGIN_ID] ?? {}) as Capabilities;
}
