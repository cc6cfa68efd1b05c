import {
  EuiButtonEmpty,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutHeader,
  EuiFormRow,
  EuiSpacer,
  EuiTitle,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { FinalThresholds, FinalValue } from 'incident-core';
import type { ReactElement } from 'react';
import type { ServiceRow } from '../../../common/setup';
import type { SetupStore } from '../../hooks/setup/config';
import { AlertText } from '../alert-text';
import { Subdued } from '../small';
import { HistoryPicture } from './history-picture';
import { SeenConflicts } from './seen-conflicts';
import { fieldsOf, groupText, isPictured, layerText, type EditedLayer, type Group } from './threshold-fields';
import { useLayerOf } from './use-layer';
import { ValueField } from './value-field';
import { environmentText, originText } from './words';

interface ThresholdFlyoutProps {
  readonly row: ServiceRow;
  readonly group: Group;
  readonly thresholds: FinalThresholds;
  readonly store: SetupStore;
  readonly layer: EditedLayer;
  readonly onClose: () => void;
}

type Final = FinalValue<unknown>;

/** All that one kind of rule is held to for a service, each value with where it comes from, and its last day. */
export function ThresholdFlyout({ row, group, thresholds, store, layer, onClose }: ThresholdFlyoutProps): ReactElement {
  const title = useGeneratedHtmlId({ prefix: 'incidentsThresholds' });
  const { change, forget, file, overrides } = useLayerOf(store, layer, row);
  const finals = thresholds[group] as unknown as Readonly<Record<string, Final | undefined>>;
  return (
    <EuiFlyout onClose={onClose} size="m" ownFocus aria-labelledby={title} data-test-subj="incidentsSetupFlyout">
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="s">
          <h2 id={title}>
            {groupText(group)}: <AlertText text={row.name} most={120} />
          </h2>
        </EuiTitle>
        <Subdued size="s">
          <AlertText text={environmentText(row.environment)} most={80} />
        </Subdued>
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        <SeenConflicts store={store} />
        {isPictured(group) && (
          <>
            <HistoryPicture row={row} kind={group} thresholds={thresholds} />
            <EuiSpacer size="l" />
          </>
        )}
        <Subdued size="s">
          {file === null
            ? i18n.translate('incidents.setup.flyout.layer', {
                defaultMessage: 'What you change holds for {layer}.',
                values: { layer: layerText(layer) },
              })
            : i18n.translate('incidents.setup.flyout.file', {
                defaultMessage: 'What holds for {layer} is kept in {file}, and changed there only.',
                values: { layer: layerText(layer), file },
              })}
        </Subdued>
        <EuiSpacer size="m" />
        {fieldsOf(group).map((field) => {
          const final = finals[field.name];
          if (!final) return null;
          return (
            <EuiFormRow key={field.name} fullWidth label={field.label} helpText={<Origins final={final} />}>
              <ValueField
                field={field}
                value={final.value}
                label={field.label}
                isReadOnly={file !== null}
                onChange={(value) => change(group, field.name, value)}
                subject={`incidentsSetupField-${field.name}`}
              />
            </EuiFormRow>
          );
        })}
        {file === null && overrides[group] !== undefined && (
          <>
            <EuiSpacer size="m" />
            <EuiButtonEmpty size="s" flush="left" onClick={() => forget(group)} data-test-subj="incidentsSetupForget">
              {i18n.translate('incidents.setup.flyout.forget', {
                defaultMessage: 'Take back what was said for {layer}',
                values: { layer: layerText(layer) },
              })}
            </EuiButtonEmpty>
          </>
        )}
      </EuiFlyoutBody>
    </EuiFlyout>
  );
}

/** Where a value comes from, and what it overrode. */
function Origins({ final }: { readonly final: Final }): ReactElement {
  const chain = final.overrode.map(({ value, origin }) =>
    i18n.translate('incidents.setup.flyout.instead', {
      defaultMessage: '{value} {origin}',
      values: { value: worded(value), origin: originText(origin) },
    }),
  );
  return (
    <span data-test-subj="incidentsSetupOrigin">
      {originText(final.origin)}
      {chain.length > 0 &&
        `, ${i18n.translate('incidents.setup.flyout.overrode', {
          defaultMessage: 'in the place of {chain}',
          values: { chain: chain.join(', ') },
        })}`}
    </span>
  );
}

function worded(value: unknown): string {
  if (value === null || value === '') return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
