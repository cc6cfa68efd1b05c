import type { ServiceRow } from '../../../common/setup';
import { isScope, type SetupStore } from '../../hooks/setup/config';
import { scopeOf, withField, type EditedLayer, type Group } from './threshold-fields';

/** The layer in which a service's values are edited; `file` is the one that looks after it, which then is the only place. */
export function useLayerOf(store: SetupStore, layer: EditedLayer, { name, environment_name: environment }: ServiceRow) {
  const scope = scopeOf(layer, name, environment);
  const there = store.layers.find((each) => isScope(each, scope));
  const overrides = there?.overrides ?? {};
  return {
    overrides,
    file: there?.managedBy === 'file' ? (there.file ?? '') : null,
    /** With undefined the layer says nothing of it any more. */
    change: (group: Group, field: string, value: unknown) =>
      store.changeLayer(scope, (said) => withField(said, group, field, value)),
    /** The layer says nothing of a kind any more. */
    forget: (group: Group) => store.changeLayer(scope, ({ [group]: _, ...others }) => others),
  } as const;
}
