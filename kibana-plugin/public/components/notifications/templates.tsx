import { EuiFlexGroup, EuiFlexItem, EuiFormRow, EuiSelect, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { TemplateDetail } from 'incident-core';
import type { ReactElement } from 'react';
import { useTeams } from '../../hooks/directory';
import { useTemplate } from '../../hooks/templates';
import { useUrlParams } from '../../hooks/url-params';
import { ErrorFace, LoadingFace } from '../face';
import { channelText } from '../incident/reasons';
import { plain } from '../text';
import { TemplateEditor } from './template-editor';

// Written out: by value the core would bring its schemas along.
const CHANNELS = ['email', 'slack', 'sms', 'voice', 'teams'] as const satisfies readonly TemplateDetail['channel'][];
const EVENTS = [
  ...['triggered', 'escalated', 'acknowledged', 'resolved', 'nobody_notified', 'handoff'],
] as const satisfies readonly TemplateDetail['event'][];

/** What people read: for each channel and event the words, with what they become. */
export function Templates(): ReactElement {
  const { params, change } = useUrlParams();
  const { data: teams = [] } = useTeams();
  const channel = CHANNELS.find((each) => each === params.get('channel')) ?? 'email';
  const event = EVENTS.find((each) => each === params.get('event')) ?? 'triggered';
  const team = teams.find(({ id }) => id === params.get('team'))?.id ?? null;
  const { data, error, refetch } = useTemplate(channel, event, team);
  const reload = () => void refetch();
  return (
    <>
      <EuiFlexGroup gutterSize="m" wrap>
        <EuiFlexItem>
          <EuiFormRow fullWidth label={i18n.translate('incidents.templates.channel', { defaultMessage: 'Channel' })}>
            <EuiSelect
              compressed
              fullWidth
              value={channel}
              options={CHANNELS.map((value) => ({ value, text: channelText(value) }))}
              onChange={({ target }) => change({ channel: target.value })}
              data-test-subj="incidentsTemplateChannel"
            />
          </EuiFormRow>
        </EuiFlexItem>
        <EuiFlexItem>
          <EuiFormRow fullWidth label={i18n.translate('incidents.templates.event', { defaultMessage: 'When' })}>
            <EuiSelect
              compressed
              fullWidth
              value={event}
              options={EVENTS.map((value) => ({ value, text: templateEventText(value) }))}
              onChange={({ target }) => change({ event: target.value })}
              data-test-subj="incidentsTemplateEvent"
            />
          </EuiFormRow>
        </EuiFlexItem>
        <EuiFlexItem>
          <EuiFormRow fullWidth label={i18n.translate('incidents.templates.team', { defaultMessage: 'For' })}>
            <EuiSelect
              compressed
              fullWidth
              value={team ?? ''}
              options={[
                { value: '', text: i18n.translate('incidents.templates.allTeams', { defaultMessage: 'all teams' }) },
                ...teams.map(({ id, name }) => ({ value: id, text: plain(name, 80) })),
              ]}
              onChange={({ target }) => change({ team: target.value || null })}
            />
          </EuiFormRow>
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="m" />
      {data ? (
        <TemplateEditor key={`${channel} ${event} ${team} ${data.tag}`} opened={{ ...data, reload }} team={team} />
      ) : error ? (
        <ErrorFace error={error} onRetry={reload} />
      ) : (
        <LoadingFace />
      )}
    </>
  );
}

function templateEventText(event: TemplateDetail['event']): string {
  switch (event) {
    case 'triggered':
      return i18n.translate('incidents.templates.triggered', { defaultMessage: 'an incident is triggered' });
    case 'escalated':
      return i18n.translate('incidents.templates.escalated', { defaultMessage: 'it is escalated' });
    case 'acknowledged':
      return i18n.translate('incidents.templates.acknowledged', { defaultMessage: 'somebody has it' });
    case 'resolved':
      return i18n.translate('incidents.templates.resolved', { defaultMessage: 'it is resolved' });
    case 'nobody_notified':
      return i18n.translate('incidents.templates.nobody', { defaultMessage: 'a step reached nobody' });
    case 'handoff':
      return i18n.translate('incidents.templates.handoff', { defaultMessage: 'a turn begins' });
  }
}
