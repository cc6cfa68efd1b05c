import { EuiButtonEmpty, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { GivenPreferences } from 'incident-core';
import type { ReactElement } from 'react';
import { DurationField } from '../duration-field';
import { icon } from '../icon';
import { channelName } from '../incident/reasons';
import { moved, OrderButtons, replaced, without } from '../order-buttons';
import { Subdued } from '../small';

type Channels = GivenPreferences['high'];
type Channel = Channels[number]['channel'];

interface ChannelListProps {
  readonly channels: Channels;
  /** Those that may be added. */
  readonly offered: readonly Channel[];
  readonly onChange: (channels: Channels) => void;
  readonly isDisabled: boolean;
  /** What is wrong with one of them. */
  readonly problemOf: (channel: Channel) => string | undefined;
  readonly subject: string;
}

/** Written out: by value the core would bring its schemas along. */
const LONGEST_DELAY_SECONDS = 86_400;

/** Channels in the order in which they are used, each with how long it waits. */
export function ChannelList(props: ChannelListProps): ReactElement {
  const { channels, offered, onChange, isDisabled, problemOf, subject } = props;
  const others = offered.filter((channel) => !channels.some((chosen) => chosen.channel === channel));
  const last = channels.at(-1)?.delay_seconds ?? 0;
  return (
    <>
      <ol data-test-subj={subject}>
        {channels.map(({ channel, delay_seconds }, index) => {
          const name = channelName(channel);
          const isEarly = channels.slice(0, index).some((before) => before.delay_seconds > delay_seconds);
          const problem = isEarly ? earlyText() : problemOf(channel);
          return (
            <li key={channel} css={{ marginBlockEnd: 8 }} data-test-subj={`${subject}-${channel}`}>
              <div css={{ display: 'flex', alignItems: 'center', gap: 8 }}>
                <EuiText size="s" css={{ flex: '1 1 auto', minWidth: 0 }}>
                  {name}
                </EuiText>
                <Subdued size="xs">{i18n.translate('incidents.preferences.wait', { defaultMessage: 'after' })}</Subdued>
                <div css={{ flex: '0 1 216px', minWidth: 180 }}>
                  <DurationField
                    // What it shows is that of its channel, wherever that stands.
                    key={index}
                    label={i18n.translate('incidents.preferences.after', {
                      defaultMessage: '{channel} after',
                      values: { channel: name },
                    })}
                    seconds={delay_seconds}
                    least={0}
                    most={LONGEST_DELAY_SECONDS}
                    isInvalid={isEarly}
                    isDisabled={isDisabled}
                    onChange={(seconds) => onChange(replaced(channels, index, { channel, delay_seconds: seconds }))}
                    subject={`${subject}Delay-${channel}`}
                  />
                </div>
                {!isDisabled && (
                  <OrderButtons
                    name={name}
                    index={index}
                    count={channels.length}
                    isDisabled={channels.length === 1}
                    // Their delays stay in their places: later ones wait at least as long.
                    onMove={(to) => onChange(withDelays(moved(channels, index, to), channels))}
                    onRemove={() => onChange(without(channels, index))}
                  />
                )}
              </div>
              {problem !== undefined && (
                <EuiText size="xs" color={isEarly ? 'danger' : 'warning'} data-test-subj="incidentsPreferProblem">
                  {problem}
                </EuiText>
              )}
            </li>
          );
        })}
      </ol>
      {!isDisabled && (
        <div css={{ display: 'flex', flexWrap: 'wrap', marginInlineStart: -8 }}>
          {others.map((channel) => (
            <EuiButtonEmpty
              key={channel}
              size="xs"
              iconType={icon('plus')}
              onClick={() => onChange([...channels, { channel, delay_seconds: last }])}
              data-test-subj={`${subject}Add-${channel}`}
            >
              {channelName(channel)}
            </EuiButtonEmpty>
          ))}
        </div>
      )}
    </>
  );
}

function withDelays(order: Channels, from: Channels): Channels {
  return order.map(({ channel }, index) => ({ channel, delay_seconds: from[index]?.delay_seconds ?? 0 }));
}

function earlyText(): string {
  return i18n.translate('incidents.preferences.early', { defaultMessage: 'Not before the one above it' });
}
