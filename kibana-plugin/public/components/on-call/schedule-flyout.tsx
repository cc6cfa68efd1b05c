import { EuiButton, EuiFieldText, EuiFormRow, EuiSelect, EuiSpacer, EuiSwitch, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ScheduleAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useTeams } from '../../hooks/directory';
import { useEdit, type Opened } from '../../hooks/edit';
import { useIntents } from '../../hooks/intents';
import { useScheduleActions } from '../../hooks/on-call';
import { EditFlyout } from '../edit/edit-flyout';
import { EditNotice } from '../edit/edit-notice';
import { icon } from '../icon';
import { moved, replaced, without } from '../order-buttons';
import { NotReady, unreadiness } from '../readiness';
import { Subdued } from '../small';
import { plain } from '../text';
import { ZoneField } from '../time/zone-field';
import { draftOf, fieldName, isWhole, newLayer, toGiven, type LayerDraft } from './draft';
import { LayerFields } from './layer-fields';

interface ScheduleFlyoutProps {
  /** The one to be changed; none makes another. */
  readonly opened?: Opened<ScheduleAnswer>;
  readonly onClose: () => void;
  readonly onSaved: (id: string) => void;
}

/** A schedule, made or changed. */
export function ScheduleFlyout({ opened, onClose, onSaved }: ScheduleFlyoutProps): ReactElement {
  const schedule = opened?.item;
  const { data: teams = [] } = useTeams();
  const { save, remove, isRunning } = useScheduleActions(useIntents());
  const [given, setDraft] = useState(() => draftOf(schedule, '', Date.now()));
  const [isTried, setTried] = useState(false);
  // The teams may come after the form.
  const draft = { ...given, team_id: given.team_id || (teams[0]?.id ?? '') };
  const { layers, time_zone } = draft;
  const setLayers = (next: readonly LayerDraft[]) => setDraft({ ...draft, layers: next });
  const title = schedule
    ? i18n.translate('incidents.schedule.change', { defaultMessage: 'Change the schedule' })
    : i18n.translate('incidents.schedule.make', { defaultMessage: 'New schedule' });
  const edit = useEdit(
    opened,
    (tag, refused, isForced) => save(schedule?.id, toGiven(draft), { isForced, tag }, ({ id }) => onSaved(id), refused),
    (tag, refused) => schedule && remove(schedule.id, tag, onClose, refused),
  );
  const unready = unreadiness(edit.refusal);
  const send = (isForced: boolean) => {
    setTried(true);
    if (isWhole(draft)) edit.send({ isForced });
  };
  return (
    <EditFlyout
      title={title}
      subject="incidentsSchedule"
      isRunning={isRunning}
      isUnready={unready !== undefined}
      onClose={onClose}
      onSave={send}
      deletion={
        schedule && {
          name: schedule.name,
          body: i18n.translate('incidents.schedule.deleteBody', {
            defaultMessage: 'Its overrides go with it. A schedule that a policy names is not deleted.',
          }),
          onConfirm: () => edit.remove(),
        }
      }
    >
      {unready ? (
        <NotReady problems={unready} />
      ) : (
        <EditNotice edit={edit} mine={toGiven(draft)} nameOf={(path) => fieldName(path, draft)} />
      )}
      <EuiFormRow
        label={i18n.translate('incidents.schedule.name', { defaultMessage: 'Name' })}
        isInvalid={isTried && draft.name.trim() === ''}
        error={i18n.translate('incidents.schedule.noName', { defaultMessage: 'It needs a name' })}
      >
        <EuiFieldText
          compressed
          value={draft.name}
          maxLength={200}
          isInvalid={isTried && draft.name.trim() === ''}
          onChange={({ target }) => setDraft({ ...draft, name: target.value })}
          data-test-subj="incidentsScheduleName"
        />
      </EuiFormRow>
      <EuiFormRow label={i18n.translate('incidents.schedule.team', { defaultMessage: 'Team' })}>
        <EuiSelect
          compressed
          value={draft.team_id}
          options={teams.map(({ id, name }) => ({ value: id, text: plain(name, 80) }))}
          onChange={({ target }) => setDraft({ ...draft, team_id: target.value })}
          data-test-subj="incidentsScheduleTeam"
        />
      </EuiFormRow>
      <EuiFormRow
        label={i18n.translate('incidents.schedule.zone', { defaultMessage: 'Time zone' })}
        helpText={i18n.translate('incidents.schedule.zoneHelp', {
          defaultMessage: 'Hand-offs stay at the same time of day when the clocks change',
        })}
      >
        <ZoneField zone={time_zone} onChange={(zone) => setDraft({ ...draft, time_zone: zone })} />
      </EuiFormRow>
      <EuiFormRow hasChildLabel={false}>
        <EuiSwitch
          compressed
          label={i18n.translate('incidents.schedule.notices', {
            defaultMessage: 'Tell responders when their turn begins',
          })}
          checked={draft.handoff_notices}
          onChange={({ target }) => setDraft({ ...draft, handoff_notices: target.checked })}
        />
      </EuiFormRow>
      <EuiSpacer size="l" />
      <EuiTitle size="xs">
        <h3>{i18n.translate('incidents.schedule.layers', { defaultMessage: 'Layers' })}</h3>
      </EuiTitle>
      <Subdued size="xs">
        <p>
          {i18n.translate('incidents.schedule.layersHelp', {
            defaultMessage: 'Where several have somebody, the last of them wins.',
          })}
        </p>
      </Subdued>
      <EuiSpacer size="s" />
      {layers.map((layer, index) => (
        <div key={layer.key}>
          <LayerFields
            layer={layer}
            index={index}
            count={layers.length}
            zone={time_zone}
            isTried={isTried}
            onChange={(next) => setLayers(replaced(layers, index, next))}
            onMove={(to) => setLayers(moved(layers, index, to))}
            onRemove={() => setLayers(without(layers, index))}
          />
          <EuiSpacer size="m" />
        </div>
      ))}
      <EuiButton
        size="s"
        iconType={icon('plus')}
        onClick={() => setLayers([...layers, newLayer(layers.length + 1, time_zone, Date.now())])}
        data-test-subj="incidentsLayerAdd"
      >
        {i18n.translate('incidents.schedule.addLayer', { defaultMessage: 'Add a layer' })}
      </EuiButton>
    </EditFlyout>
  );
}
