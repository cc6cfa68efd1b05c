import {
  EuiAvatar,
  EuiBadge,
  EuiFlexGroup,
  EuiFlexItem,
  EuiIcon,
  EuiLink,
  EuiPanel,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { GapAnswer, OnCallAnswer, ShiftAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { useMe } from '../../hooks/directory';
import { useIntents } from '../../hooks/intents';
import { useNow } from '../../hooks/now';
import { shortAge } from '../age';
import { AlertText } from '../alert-text';
import { icon } from '../icon';
import { Small, Subdued } from '../small';
import { isolate, plain } from '../text';
import { dayAndTime } from '../time/zone';
import { gapText, nobodyText, ofGap } from './lanes';
import { ShiftActions } from './shift-actions';

interface NowPanelProps {
  readonly team: string;
  readonly items: readonly OnCallAnswer[];
  /** The schedule whose calendar is shown. */
  readonly chosen: string | undefined;
  readonly onChoose: (scheduleId: string) => void;
  readonly zoneOf: (schedule: string) => string;
}

/** Who is on call for one team now, in each of its schedules. */
export function NowPanel({ team, items, chosen, onChoose, zoneOf }: NowPanelProps): ReactElement {
  const isLoud = items.some(({ now }) => now.kind === 'gap');
  return (
    <EuiPanel
      hasBorder
      hasShadow={false}
      paddingSize="m"
      color={isLoud ? 'danger' : 'plain'}
      data-test-subj="incidentsOnCallTeam"
    >
      <EuiTitle size="xs">
        <h3>
          <AlertText text={team} lines={1} />
        </h3>
      </EuiTitle>
      {items.map((item) => (
        <Standing
          key={item.schedule.id}
          of={item}
          isLoud={isLoud}
          isChosen={item.schedule.id === chosen}
          onChoose={() => onChoose(item.schedule.id)}
          zone={zoneOf(item.time_zone)}
        />
      ))}
    </EuiPanel>
  );
}

interface StandingProps {
  readonly of: OnCallAnswer;
  /** Whether the ground that it stands on is loud, for it or for its neighbour. */
  readonly isLoud: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly zone: string;
}

function Standing({ of, isLoud, isChosen, onChoose, zone }: StandingProps): ReactElement {
  const { now, next, schedule } = of;
  const time = useNow();
  const send = useIntents();
  return (
    <EuiFlexGroup gutterSize="m" responsive={false} alignItems="flexStart" css={{ marginBlockStart: 12 }}>
      <EuiFlexItem grow={false}>
        {now.kind === 'gap' ? (
          <EuiIcon type={icon('alert')} size="xl" color="danger" aria-hidden />
        ) : (
          <EuiAvatar name={plain(now.user.name ?? '?', 60) || '?'} aria-hidden />
        )}
      </EuiFlexItem>
      <EuiFlexItem css={{ minWidth: 0 }} data-test-subj="incidentsOnCallNow">
        <Who standing={now} />
        <Line isLoud={isLoud}>{untilText(now, time, zone)}</Line>
        <Line isLoud={isLoud}>{nextText(next)}</Line>
        <Small>
          <EuiLink
            onClick={onChoose}
            color={isChosen ? 'text' : 'primary'}
            aria-current={isChosen}
            css={{ maxWidth: '100%' }}
            data-test-subj="incidentsOnCallChoose"
          >
            <AlertText text={schedule.name ?? '–'} lines={1} />
          </EuiLink>
        </Small>
        {now.kind === 'gap' && now.until !== null && (
          <ShiftActions
            scheduleId={schedule.id}
            // One without a beginning has one that stays the same.
            piece={ofGap(now, 0)}
            send={send}
            isCompact
            onDone={() => undefined}
          />
        )}
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}

/** On the ground of what is loud the subdued text would be too faint. */
function Line({ isLoud, children }: { readonly isLoud: boolean; readonly children: string }): ReactElement {
  return isLoud ? <EuiText size="xs">{children}</EuiText> : <Subdued size="xs">{children}</Subdued>;
}

function Who({ standing }: { readonly standing: ShiftAnswer | GapAnswer }): ReactElement {
  const me = useMe();
  if (standing.kind === 'gap') {
    return (
      <EuiText size="s" color="danger">
        <strong>{i18n.translate('incidents.onCall.now.nobody', { defaultMessage: 'Nobody is on call' })}</strong>
      </EuiText>
    );
  }
  return (
    <EuiText size="s">
      <strong>
        <AlertText text={standing.user.name ?? '–'} most={80} />
      </strong>{' '}
      {me?.id === standing.user.id && (
        <EuiBadge color="primary">{i18n.translate('incidents.onCall.you', { defaultMessage: 'you' })}</EuiBadge>
      )}
    </EuiText>
  );
}

function untilText(standing: ShiftAnswer | GapAnswer, now: number, zone: string): string {
  const why = standing.kind === 'gap' ? gapText(standing.reason) : '';
  if (standing.until === null) {
    return i18n.translate('incidents.onCall.now.open', { defaultMessage: 'with no end: {why}', values: { why } });
  }
  const until = Date.parse(standing.until);
  const values = { time: dayAndTime(until, zone), left: shortAge(until - now), why };
  return standing.kind === 'gap'
    ? i18n.translate('incidents.onCall.now.gapUntil', { defaultMessage: 'until {time}: {why}', values })
    : i18n.translate('incidents.onCall.now.until', { defaultMessage: 'until {time}, {left} left', values });
}

function nextText(next: ShiftAnswer | GapAnswer | null): string {
  if (next === null) return i18n.translate('incidents.onCall.next.none', { defaultMessage: 'Then nobody else' });
  const name = next.kind === 'gap' ? nobodyText() : isolate(next.user.name ?? '–', 60);
  return i18n.translate('incidents.onCall.next', { defaultMessage: 'Then {name}', values: { name } });
}
