import { EuiFieldText, EuiFormRow, EuiPanel, EuiSwitch, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { AlertText } from '../alert-text';
import { OrderButtons } from '../order-buttons';
import { MomentFields } from '../time/moment-fields';
import type { LayerDraft } from './draft';
import { HoursFields } from './hours-fields';
import { RotationFields } from './rotation-fields';
import { TurnList } from './turn-list';

interface LayerFieldsProps {
  readonly layer: LayerDraft;
  readonly index: number;
  readonly count: number;
  readonly zone: string;
  /** Whether what is missing is pointed out. */
  readonly isTried: boolean;
  readonly onChange: (layer: LayerDraft) => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
}

/** One layer of a schedule. */
export function LayerFields(props: LayerFieldsProps): ReactElement {
  const { layer, index, count, zone, isTried, onChange, onMove, onRemove } = props;
  const isEmpty = layer.participant_ids.length === 0;
  const isDated = layer.valid_from !== null || layer.valid_until !== null;
  const bound = (field: 'valid_from' | 'valid_until', label: string) => (
    <EuiFormRow label={label} hasChildLabel={false}>
      <MomentFields
        label={label}
        value={layer[field] === null ? null : Date.parse(layer[field])}
        zone={zone}
        onChange={(at) => onChange({ ...layer, [field]: at === null ? null : new Date(at).toISOString() })}
        subject={field === 'valid_from' ? 'incidentsLayerFrom' : 'incidentsLayerUntil'}
      />
    </EuiFormRow>
  );
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj="incidentsLayer">
      <div css={{ display: 'flex', alignItems: 'center', gap: 8 }}>
        <EuiTitle size="xxs" css={{ flex: 1, minWidth: 0 }}>
          <h3>
            <AlertText text={layer.name || '–'} lines={1} />
          </h3>
        </EuiTitle>
        <OrderButtons name={layer.name} index={index} count={count} onMove={onMove} onRemove={onRemove} />
      </div>
      <EuiFormRow label={i18n.translate('incidents.layer.name', { defaultMessage: 'Name of the layer' })}>
        <EuiFieldText
          compressed
          value={layer.name}
          maxLength={200}
          isInvalid={isTried && layer.name.trim() === ''}
          onChange={({ target }) => onChange({ ...layer, name: target.value })}
          data-test-subj="incidentsLayerName"
        />
      </EuiFormRow>
      <EuiFormRow
        label={i18n.translate('incidents.layer.turns', { defaultMessage: 'Who takes turns, in order' })}
        hasChildLabel={false}
        isInvalid={isTried && isEmpty}
        error={i18n.translate('incidents.layer.empty', { defaultMessage: 'Nobody: add at least one responder' })}
      >
        <TurnList
          ids={layer.participant_ids}
          isInvalid={isTried && isEmpty}
          onChange={(participant_ids) => onChange({ ...layer, participant_ids })}
        />
      </EuiFormRow>
      <EuiFormRow fullWidth hasChildLabel={false}>
        <RotationFields rotation={layer.rotation} onChange={(rotation) => onChange({ ...layer, rotation })} />
      </EuiFormRow>
      <EuiFormRow
        label={i18n.translate('incidents.layer.hours', { defaultMessage: 'When it counts' })}
        hasChildLabel={false}
      >
        <HoursFields
          restrictions={layer.restrictions}
          onChange={(restrictions) => onChange({ ...layer, restrictions })}
        />
      </EuiFormRow>
      <EuiFormRow hasChildLabel={false}>
        <EuiSwitch
          compressed
          label={i18n.translate('incidents.layer.dated', { defaultMessage: 'Only for a time' })}
          checked={isDated}
          onChange={() =>
            onChange({
              ...layer,
              valid_from: isDated ? null : new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString(),
              valid_until: null,
            })
          }
        />
      </EuiFormRow>
      {isDated && bound('valid_from', i18n.translate('incidents.layer.from', { defaultMessage: 'Not before' }))}
      {isDated && bound('valid_until', i18n.translate('incidents.layer.until', { defaultMessage: 'Not from this on' }))}
    </EuiPanel>
  );
}
