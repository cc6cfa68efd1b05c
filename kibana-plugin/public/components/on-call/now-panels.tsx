import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { OnCallAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { useTeams } from '../../hooks/directory';
import { icon } from '../icon';
import { Subdued } from '../small';
import { isolate } from '../text';
import { NowPanel } from './now-panel';

interface NowPanelsProps {
  readonly items: readonly OnCallAnswer[];
  readonly chosen: string | undefined;
  readonly onChoose: (scheduleId: string) => void;
  readonly zoneOf: (schedule: string) => string;
}

/** Who is on call now, team by team; where nobody is comes first, and loudly. */
export function NowPanels({ items, ...rest }: NowPanelsProps): ReactElement {
  const { data: teams = [] } = useTeams();
  const groups = byTeam(items);
  const gaps = items.filter(({ now }) => now.kind === 'gap');
  const without = teams.filter(({ id }) => !items.some(({ team }) => team.id === id));
  return (
    <>
      {gaps.length > 0 && (
        <>
          <EuiCallOut
            color="danger"
            size="s"
            iconType={icon('alert')}
            title={i18n.translate('incidents.onCall.gaps', {
              defaultMessage: 'Nobody is on call now in: {schedules}',
              values: { schedules: gaps.map(({ schedule }) => isolate(schedule.name ?? '–', 60)).join(', ') },
            })}
            data-test-subj="incidentsOnCallGap"
          />
          <EuiSpacer size="m" />
        </>
      )}
      <div css={{ display: 'grid', gap: 16, gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 264px), 1fr))' }}>
        {groups.map(({ id, name, items: own }) => (
          <NowPanel key={id} team={name} items={own} {...rest} />
        ))}
      </div>
      {without.length > 0 && (
        <>
          <EuiSpacer size="s" />
          <Subdued size="xs">
            <p>
              {i18n.translate('incidents.onCall.without', {
                defaultMessage:
                  'Without a schedule: {teams}. A step that tells such a team tells all of its responders.',
                values: { teams: without.map(({ name }) => isolate(name, 60)).join(', ') },
              })}
            </p>
          </Subdued>
        </>
      )}
    </>
  );
}

interface Group {
  readonly id: string;
  readonly name: string;
  readonly items: OnCallAnswer[];
}

function byTeam(items: readonly OnCallAnswer[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const item of items) {
    const { id, name } = item.team;
    const group = groups.get(id) ?? { id, name: name ?? '–', items: [] };
    group.items.push(item);
    groups.set(id, group);
  }
  const hasGap = (group: Group) => group.items.some(({ now }) => now.kind === 'gap');
  return [...groups.values()].sort(
    (one, other) => Number(hasGap(other)) - Number(hasGap(one)) || one.name.localeCompare(other.name),
  );
}
