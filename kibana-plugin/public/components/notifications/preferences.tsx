import { EuiButton, EuiCallOut, EuiFlexGroup, EuiFlexItem, EuiForm, EuiPanel, EuiSpacer, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { GivenPreferences, PreferencesAnswer, UserAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useEdit, type Opened } from '../../hooks/edit';
import { useOwnApi, useOwnChanges } from '../../hooks/own';
import { useServices } from '../../hooks/services';
import { useTagged } from '../../hooks/tagged';
import { EditNotice } from '../edit/edit-notice';
import { ErrorFace, LoadingFace } from '../face';
import { icon } from '../icon';
import { channelName } from '../incident/reasons';
import { Subdued } from '../small';
import { ChannelList } from './channel-list';
import { isUnreachable, problemOfChannel, problemsOfList } from './preference-problems';
import { QuietFields } from './quiet-fields';

/** How the reader wants to be told. */
export function Preferences({ me }: { readonly me: UserAnswer }): ReactElement {
  const { data, error, refetch } = useTagged<PreferencesAnswer>(`/users/${me.id}/preferences`);
  const reload = () => void refetch();
  if (!data) return error ? <ErrorFace error={error} onRetry={reload} /> : <LoadingFace />;
  return <PreferencesForm key={data.tag} opened={{ ...data, reload }} />;
}

/** The phone never rings for what can wait, so it is not offered there. */
const OFFERED = { high: ['email', 'slack', 'sms', 'voice'], low: ['email', 'slack'] } as const;

function PreferencesForm({ opened }: { readonly opened: Opened<PreferencesAnswer> }): ReactElement {
  const { may, core } = useServices();
  const api = useOwnApi();
  const { attempt, isRunning } = useOwnChanges();
  const answer = opened.item;
  const { user_id, is_default } = answer;
  const saved = toGiven(answer);
  const [given, setGiven] = useState<GivenPreferences>(saved);
  const isClosed = may.respond !== true;
  const isChanged = JSON.stringify(given) !== JSON.stringify(saved);
  const edit = useEdit(opened, (tag, refused) =>
    attempt(
      () => api.savePreferences(user_id, given, tag),
      () => {
        opened.reload();
        core.notifications.toasts.addSuccess({
          title: i18n.translate('incidents.preferences.saved', { defaultMessage: 'From now on you are told this way' }),
        });
      },
      refused,
    ),
  );
  return (
    <EuiForm
      component="form"
      fullWidth
      // What is wrong is said beside it and by the backend, in words; the browser would only say “Invalid”.
      noValidate
      css={{ maxWidth: 940 }}
      onSubmit={(event) => {
        event.preventDefault();
        edit.send();
      }}
      data-test-subj="incidentsPreferences"
    >
      <EditNotice edit={edit} mine={given} part={toGiven} nameOf={(path) => fieldName(path, given)} />
      {isUnreachable(answer) && <Unreachable />}
      {is_default && (
        <>
          <Subdued size="s">
            <p>
              {i18n.translate('incidents.preferences.default', {
                defaultMessage:
                  'You have not said how you want to be told. So you are told as everybody is: by those of these channels that you have.',
              })}
            </p>
          </Subdued>
          <EuiSpacer size="m" />
        </>
      )}
      <EuiFlexGroup gutterSize="m" wrap responsive={false}>
        {(['high', 'low'] as const).map((urgency) => (
          <EuiFlexItem key={urgency} css={{ flexBasis: 380 }}>
            <EuiPanel hasBorder hasShadow={false} paddingSize="m">
              <EuiTitle size="xs">
                <h2>
                  {urgency === 'high'
                    ? i18n.translate('incidents.preferences.high', { defaultMessage: 'What is urgent' })
                    : i18n.translate('incidents.preferences.low', { defaultMessage: 'What can wait' })}
                </h2>
              </EuiTitle>
              <EuiSpacer size="s" />
              <ChannelList
                channels={given[urgency]}
                offered={OFFERED[urgency]}
                isDisabled={isClosed}
                problemOf={(channel) => problemOfChannel(answer, urgency, channel)}
                subject={`incidentsPrefer-${urgency}`}
                onChange={(channels) => setGiven({ ...given, [urgency]: channels })}
              />
              {given[urgency] === saved[urgency] &&
                problemsOfList(answer, urgency).map((text) => (
                  <EuiCallOut key={text} size="s" color="warning" title={text} />
                ))}
            </EuiPanel>
          </EuiFlexItem>
        ))}
      </EuiFlexGroup>
      <EuiSpacer size="m" />
      <EuiPanel hasBorder hasShadow={false} paddingSize="m">
        <QuietFields given={given} zone={answer.time_zone} isDisabled={isClosed} onChange={setGiven} />
      </EuiPanel>
      <EuiSpacer size="m" />
      {!isClosed && (
        <EuiButton
          fill
          size="s"
          type="submit"
          isLoading={isRunning}
          isDisabled={!isChanged}
          data-test-subj="incidentsPreferencesSave"
        >
          {i18n.translate('incidents.preferences.save', { defaultMessage: 'Save' })}
        </EuiButton>
      )}
    </EuiForm>
  );
}

/** Of what is said of somebody, what they said themselves. */
function toGiven({ user_id: _id, is_default: _said, problems: _found, ...given }: PreferencesAnswer): GivenPreferences {
  return given;
}

function Unreachable(): ReactElement {
  return (
    <>
      <EuiCallOut
        size="s"
        color="danger"
        iconType={icon('bellSlash')}
        title={i18n.translate('incidents.preferences.unreachable.title', { defaultMessage: 'You cannot be told' })}
        data-test-subj="incidentsUnreachable"
      >
        <p>
          {i18n.translate('incidents.preferences.unreachable.body', {
            defaultMessage: 'You have no verified contact method. Add one, or verify it, under “My contact methods”.',
          })}
        </p>
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}

/** What a path of the request is called in the form. */
function fieldName(path: string, given: GivenPreferences): string {
  const [, urgency, index] = /^\$\.(high|low)(?:\[(\d+)\])?/.exec(path) ?? [];
  if (urgency === 'high' || urgency === 'low') {
    const list =
      urgency === 'high'
        ? i18n.translate('incidents.preferences.high', { defaultMessage: 'What is urgent' })
        : i18n.translate('incidents.preferences.low', { defaultMessage: 'What can wait' });
    const channel = given[urgency][Number(index)]?.channel;
    return channel === undefined ? list : `${list}, ${channelName(channel)}`;
  }
  if (path.startsWith('$.quiet_hours')) {
    return i18n.translate('incidents.preferences.quietHours', { defaultMessage: 'Quiet hours' });
  }
  return path.replace(/^\$\.?/, '').replaceAll('_', ' ');
}
