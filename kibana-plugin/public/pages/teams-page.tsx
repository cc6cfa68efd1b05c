import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { PageFrame } from '../components/page-frame';
import { PeopleList } from '../components/teams/people-list';
import { RoutingList } from '../components/teams/routing-list';
import { TeamList } from '../components/teams/team-list';
import { UrlTabs } from '../components/url-tabs';

/** Who owns what, and who is told when: as the backend has it now. */
export function TeamsPage(): ReactElement {
  const title = i18n.translate('incidents.teamsPage.title', { defaultMessage: 'Teams and routing' });
  return (
    <PageFrame title={title}>
      <UrlTabs
        label={title}
        tabs={[
          {
            id: 'teams',
            name: i18n.translate('incidents.teamsPage.teams', { defaultMessage: 'Teams' }),
            content: <TeamList />,
          },
          {
            id: 'people',
            name: i18n.translate('incidents.teamsPage.people', { defaultMessage: 'Responders' }),
            content: <PeopleList />,
          },
          {
            id: 'routing',
            name: i18n.translate('incidents.teamsPage.routing', { defaultMessage: 'Routing rules' }),
            content: <RoutingList />,
          },
        ]}
      />
    </PageFrame>
  );
}
