import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { CALLER_PROBLEMS } from '../../common/problems';
import { ApiProblem } from '../api/problem';
import { ErrorFace } from '../components/face';
import { PageFrame } from '../components/page-frame';
import { Wizard } from '../components/setup/wizard';
import { useServices } from '../hooks/services';

const forbidden = new ApiProblem(CALLER_PROBLEMS.forbidden);

/** From the services that there are to rules in Kibana whose alerts reach the right team. */
export function SetupPage(): ReactElement {
  const { may } = useServices();
  return (
    <PageFrame
      title={i18n.translate('incidents.setupPage.title', { defaultMessage: 'Rule setup' })}
      description={i18n.translate('incidents.setupPage.description', {
        defaultMessage: 'Alert rules for your services in this space, and the connector that brings their alerts here.',
      })}
    >
      {may.manage ? <Wizard /> : <ErrorFace error={forbidden} />}
    </PageFrame>
  );
}
