import { EuiBadge, EuiPanel, EuiText, EuiTitle, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { EscalationAnswer, LedgerChain, LedgerDetail, NotificationAnswer } from 'incident-core';
import type { ReactElement, ReactNode } from 'react';
import { At, duration } from '../age';
import { AlertText } from '../alert-text';
import { DeliveryBadge, StatusBadge } from '../badges';
import { IncidentLink } from '../incident-link';
import { channelText, eventText, reasonText } from '../incident/reasons';
import { Subdued } from '../small';
import { atStart } from '../text';
import { END_COLORS, endText, OUTCOME_COLORS, outcomeText, whyText } from './outcome-words';

interface ChainProps {
  readonly event: LedgerDetail;
  readonly entry: LedgerChain;
}

/** One alert from its post to its end, one thing below the other, each with its time and reason. */
export function Chain({ event, entry }: ChainProps): ReactElement {
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj="incidentsChain">
      <ol css={{ listStyle: 'none', margin: 0, padding: 0 }}>
        <Link
          title={i18n.translate('incidents.chain.received', { defaultMessage: 'Received' })}
          time={event.received_at}
        >
          <Received event={event} />
        </Link>
        <Link title={i18n.translate('incidents.chain.alert', { defaultMessage: 'Read as an alert' })}>
          <Alert entry={entry} />
        </Link>
        <Link
          title={outcomeText(entry.outcome)}
          badge={<EuiBadge color={OUTCOME_COLORS[entry.outcome]}>{outcomeText(entry.outcome)}</EuiBadge>}
        >
          <Outcome entry={entry} />
        </Link>
        {entry.escalations.map((run) => (
          <Link
            key={run.id}
            title={i18n.translate('incidents.chain.run', {
              defaultMessage: 'Escalation, run {run}',
              values: { run: run.run },
            })}
            time={run.created_at}
          >
            <Run run={run} />
          </Link>
        ))}
        {entry.notifications.length > 0 && (
          <Link title={i18n.translate('incidents.chain.told', { defaultMessage: 'Who was told' })}>
            {entry.notifications.map((telling) => (
              <Telling key={telling.id} telling={telling} since={event.received_at} />
            ))}
          </Link>
        )}
        <Link title={endText(entry.end)} {...(entry.end_at === null ? {} : { time: entry.end_at })} isLast>
          <div data-test-subj="incidentsChainEnd">
            <EuiBadge color={END_COLORS[entry.end]}>{endText(entry.end)}</EuiBadge>
            {entry.end === 'told' && entry.end_at !== null && (
              <Subdued size="s">
                {i18n.translate('incidents.chain.after', {
                  defaultMessage: '{after} after it was received',
                  values: { after: between(event.received_at, entry.end_at) },
                })}
              </Subdued>
            )}
            {entry.end_reason !== null && <Because text={whyText(entry.end_reason)} />}
          </div>
        </Link>
      </ol>
    </EuiPanel>
  );
}

interface LinkProps {
  readonly title: string;
  readonly badge?: ReactNode;
  readonly time?: string;
  readonly isLast?: boolean;
  readonly children: ReactNode;
}

/** A link of the chain: a ring, and the line to the next one. */
function Link({ title, badge, time, isLast = false, children }: LinkProps): ReactElement {
  const { colors, size } = useEuiTheme().euiTheme;
  return (
    <li css={{ display: 'grid', gridTemplateColumns: '14px minmax(0, 1fr)', columnGap: 12 }}>
      <div aria-hidden css={{ display: 'flex', flexDirection: 'column', alignItems: 'center', paddingBlockStart: 5 }}>
        <span
          css={{
            inlineSize: 12,
            blockSize: 12,
            flex: 'none',
            borderRadius: '50%',
            border: `2px solid ${colors.primary}`,
            background: isLast ? colors.primary : 'transparent',
          }}
        />
        {!isLast && <span css={{ inlineSize: 2, flex: 1, background: colors.lightShade, marginBlockStart: 2 }} />}
      </div>
      <div css={{ paddingBlockEnd: isLast ? 0 : size.base, minWidth: 0 }}>
        <div css={{ display: 'flex', flexWrap: 'wrap', columnGap: 12, alignItems: 'baseline' }}>
          {badge === undefined && isLast ? null : (
            <EuiTitle size="xxs">
              <h2>{badge ?? title}</h2>
            </EuiTitle>
          )}
          {time !== undefined && (
            <Subdued size="xs">
              <At time={time} />
            </Subdued>
          )}
        </div>
        <EuiText size="s">{children}</EuiText>
      </div>
    </li>
  );
}

function Because({ text }: { readonly text: string }): ReactElement {
  return (
    <Subdued size="s">
      <AlertText text={atStart(text)} most={500} />
    </Subdued>
  );
}

function Received({ event: { source, via, body_size, truncated } }: { readonly event: LedgerDetail }): ReactElement {
  return (
    <>
      <div css={{ display: 'flex', flexWrap: 'wrap', columnGap: 8, alignItems: 'baseline' }}>
        <AlertText
          text={
            source?.name ?? i18n.translate('incidents.chain.noSource', { defaultMessage: 'a source since deleted' })
          }
        />
        {via === 'pull' ? (
          <EuiBadge color="warning" data-test-subj="incidentsChainPull">
            {i18n.translate('incidents.chain.pull', { defaultMessage: 'Found only by pull: no webhook brought it' })}
          </EuiBadge>
        ) : (
          <EuiBadge color="hollow">
            {i18n.translate('incidents.chain.push', { defaultMessage: 'Posted by a webhook' })}
          </EuiBadge>
        )}
      </div>
      <Subdued size="xs">
        {truncated
          ? i18n.translate('incidents.chain.truncated', {
              defaultMessage: '{size} bytes, of which the beginning was kept',
              values: { size: body_size },
            })
          : i18n.translate('incidents.chain.size', { defaultMessage: '{size} bytes', values: { size: body_size } })}
      </Subdued>
    </>
  );
}

function Alert({ entry }: { readonly entry: LedgerChain }): ReactElement {
  const { path, found, expected, dedup_key, episode, alert_status, alert_date } = entry;
  return (
    <>
      {alert_status !== null && (
        <div>
          {alert_status === 'recovered'
            ? i18n.translate('incidents.chain.recovered', { defaultMessage: 'Recovered' })
            : i18n.translate('incidents.chain.active', { defaultMessage: 'Active' })}
          {alert_date !== null && (
            <>
              {', '}
              <At time={alert_date} />
            </>
          )}
        </div>
      )}
      {path !== null && (
        <div data-test-subj="incidentsChainProblem">
          <AlertText
            text={i18n.translate('incidents.chain.problem', {
              defaultMessage: 'At {path}: found {found}; expected {expected}',
              values: { path, found: found ?? '–', expected: expected ?? '–' },
            })}
            most={900}
          />
        </div>
      )}
      {dedup_key !== null && (
        <Subdued size="xs">
          <AlertText
            before={i18n.translate('incidents.chain.key', { defaultMessage: 'Dedup key' })}
            text={dedup_key}
            most={600}
          />
        </Subdued>
      )}
      {episode !== null && (
        <Subdued size="xs">
          <AlertText
            before={i18n.translate('incidents.chain.episode', { defaultMessage: 'Episode' })}
            text={episode}
            most={200}
          />
        </Subdued>
      )}
    </>
  );
}

function Outcome({ entry: { reason, incident, team } }: { readonly entry: LedgerChain }): ReactElement {
  return (
    <>
      {reason !== null && <Because text={whyText(reason)} />}
      {incident && (
        <div css={{ display: 'flex', flexWrap: 'wrap', columnGap: 8, alignItems: 'baseline', minWidth: 0 }}>
          <span css={{ minWidth: 0, maxWidth: '100%' }}>
            <IncidentLink id={incident.id} number={incident.number} title={incident.title} />
          </span>
          <Standing status={incident.status} />
        </div>
      )}
      {team && (
        <Subdued size="xs">
          <AlertText
            before={i18n.translate('incidents.chain.team', { defaultMessage: 'Team' })}
            text={team.name}
            most={80}
          />
        </Subdued>
      )}
    </>
  );
}

const STATUSES = ['triggered', 'acknowledged', 'in_progress', 'resolved'] as const;

function Standing({ status }: { readonly status: string }): ReactElement | null {
  const known = STATUSES.find((each) => each === status);
  return known === undefined ? null : <StatusBadge status={known} />;
}

function Run({ run }: { readonly run: EscalationAnswer }): ReactElement {
  const { policy, because, passages, end_reason, ended_at } = run;
  return (
    <>
      <Subdued size="xs">
        <AlertText
          text={
            policy
              ? i18n.translate('incidents.chain.policy', {
                  defaultMessage: 'By the policy {policy}: {because}',
                  values: { policy: policy.name, because: reasonText(because) },
                })
              : atStart(reasonText('no_policy'))
          }
        />
      </Subdued>
      {passages.map((passage) => (
        <div key={`${passage.round} ${passage.step}`}>
          {i18n.translate('incidents.chain.step', { defaultMessage: 'Step {step}', values: { step: passage.step } })}
          {': '}
          <At time={passage.activated_at ?? passage.due_at} />
          {passage.reason !== null && <> – {reasonText(passage.reason)}</>}
        </div>
      ))}
      {ended_at !== null && end_reason !== null && (
        <Subdued size="xs">
          <At time={ended_at} /> {i18n.translate('incidents.chain.over', { defaultMessage: 'over:' })}{' '}
          {reasonText(end_reason)}
        </Subdued>
      )}
    </>
  );
}

function Telling({ telling, since }: { readonly telling: NotificationAnswer; readonly since: string }): ReactElement {
  const { recipient, channel, event, status, sent_at, delivered_at, ended_at, reason, hold } = telling;
  const time = delivered_at ?? sent_at ?? ended_at;
  return (
    <div
      css={{ display: 'flex', flexWrap: 'wrap', columnGap: 8, alignItems: 'baseline', paddingBlock: 2, minWidth: 0 }}
      data-test-subj="incidentsChainTelling"
    >
      <DeliveryBadge status={status} />
      <AlertText
        text={i18n.translate('incidents.chain.telling', {
          defaultMessage: '{name} by {channel}: {event}',
          values: { name: recipient.name ?? '–', channel: channelText(channel), event: eventText(event) },
        })}
      />
      {time !== null && (
        <Subdued size="xs">
          <At time={time} /> (+{between(since, time)})
        </Subdued>
      )}
      {hold !== null && (
        <Subdued size="xs">
          {reasonText(hold.reason)}, <At time={hold.until} />
        </Subdued>
      )}
      {reason !== null && (
        <Subdued size="xs">
          <AlertText text={reasonText(reason)} most={200} />
        </Subdued>
      )}
    </div>
  );
}

function between(from: string, to: string): string {
  const milliseconds = Math.max(0, Date.parse(to) - Date.parse(from));
  if (milliseconds < 1_000) {
    return i18n.translate('incidents.chain.milliseconds', {
      defaultMessage: '{milliseconds} ms',
      values: { milliseconds },
    });
  }
  return duration(Math.round(milliseconds / 1_000));
}
