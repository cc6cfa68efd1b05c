import { EuiBasicTable, EuiPanel, EuiSpacer, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { Collected as CollectedAnswer } from 'incident-core';
import type { ReactElement, ReactNode } from 'react';
import { Age, At } from '../age';
import { AlertText } from '../alert-text';
import { whole } from '../numbers';
import { Small } from '../small';
import { isolate } from '../text';

interface Share {
  readonly name: string | null;
  readonly keys: number;
  readonly alerts: number;
}

interface CollectedProps {
  readonly collected: CollectedAnswer;
  /** All that was received of its alerts, refreshes included. */
  readonly received: number;
}

/** What a storm incident has collected: how much, of what, since when, and what nobody was told of. */
export function Collected({ collected, received }: CollectedProps): ReactElement {
  const { source, services, rules } = collected;
  const name = isolate(source.name ?? source.id, 100);
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj="incidentsCollected">
      <EuiTitle size="xs">
        <h2>
          {i18n.translate('incidents.collected.title', {
            defaultMessage: 'What the storm from {name} brought',
            values: { name },
          })}
        </h2>
      </EuiTitle>
      <EuiSpacer size="s" />
      <Figures collected={collected} received={received} />
      <EuiSpacer size="m" />
      <Shares
        title={i18n.translate('incidents.collected.services', { defaultMessage: 'Service' })}
        caption={i18n.translate('incidents.collected.servicesCaption', {
          defaultMessage: 'Services with the most problems',
        })}
        shares={services.map(({ service, environment, ...share }) => ({
          name: [service, environment].filter((part) => part !== null).join(', ') || null,
          ...share,
        }))}
      />
      <EuiSpacer size="m" />
      <Shares
        title={i18n.translate('incidents.collected.rules', { defaultMessage: 'Rule' })}
        caption={i18n.translate('incidents.collected.rulesCaption', { defaultMessage: 'Rules with the most problems' })}
        shares={rules.map(({ rule, ...share }) => ({ name: rule, ...share }))}
      />
    </EuiPanel>
  );
}

/** What it comes to in numbers. */
function Figures({ collected: { keys, active, first_at, last_at }, received }: CollectedProps): ReactElement {
  return (
    <dl css={{ display: 'grid', gap: 12, gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))', margin: 0 }}>
      <Figure
        name={i18n.translate('incidents.collected.received', { defaultMessage: 'Alerts received' })}
        value={whole(received)}
      />
      <Figure
        name={i18n.translate('incidents.collected.problems', { defaultMessage: 'Different problems' })}
        value={whole(keys)}
        beside={i18n.translate('incidents.collected.active', {
          defaultMessage: '{active} active now',
          values: { active: whole(active) },
        })}
      />
      <Figure
        name={i18n.translate('incidents.collected.held', { defaultMessage: 'Held back' })}
        value={whole(Math.max(0, keys - 1))}
        beside={i18n.translate('incidents.collected.heldWhat', {
          defaultMessage: 'incidents that nobody was paged for',
        })}
      />
      {first_at !== null && last_at !== null && (
        <Figure
          name={i18n.translate('incidents.collected.since', { defaultMessage: 'Since' })}
          value={<Age since={first_at} />}
          beside={
            <>
              <At time={first_at} /> – <At time={last_at} />
            </>
          }
        />
      )}
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly beside?: ReactNode;
}

function Figure({ name, value, beside }: FigureProps): ReactElement {
  return (
    <div data-test-subj="incidentsCollectedFigure">
      <dt>
        <Small>{name}</Small>
      </dt>
      <dd css={{ margin: 0 }}>
        <EuiTitle size="xs">
          <span css={{ fontVariantNumeric: 'tabular-nums' }}>{value}</span>
        </EuiTitle>
        <div>
          <Small>{beside}</Small>
        </div>
      </dd>
    </div>
  );
}

interface SharesProps {
  readonly title: string;
  readonly caption: string;
  readonly shares: readonly Share[];
}

function Shares({ title, caption, shares }: SharesProps): ReactElement {
  return (
    <EuiBasicTable<Share>
      tableCaption={caption}
      compressed
      items={[...shares]}
      rowHeader="name"
      columns={[
        {
          field: 'name',
          name: title,
          render: (_: unknown, { name }: Share) => (name === null ? '–' : <AlertText text={name} most={200} />),
        },
        {
          field: 'keys',
          width: '110px',
          align: 'right',
          name: i18n.translate('incidents.collected.keys', { defaultMessage: 'Problems' }),
        },
        {
          field: 'alerts',
          width: '110px',
          align: 'right',
          name: i18n.translate('incidents.collected.alerts', { defaultMessage: 'Alerts' }),
        },
      ]}
    />
  );
}
