import { i18n } from '@kbn/i18n';
import { useEffect } from 'react';
import { PLUGIN_ID } from '../../common/ids';
import { paths } from '../places';
import { useServices } from './services';

export interface Crumb {
  readonly text: string;
  readonly path: string;
}

/** Breadcrumbs and document title of a page. `above` must be the same value from one rendering to the next. */
export function usePage(title: string, above: readonly Crumb[]): void {
  const { core } = useServices();
  useEffect(() => {
    const { application, chrome } = core;
    const root = i18n.translate('incidents.breadcrumbs.root', { defaultMessage: 'Incidents' });
    const first = title === root ? [] : [{ text: root, path: paths.incidents }];
    const links = [...first, ...above].map(({ text, path }) => ({
      text,
      href: application.getUrlForApp(PLUGIN_ID, { path }),
      onClick: (event: { preventDefault(): void }) => {
        event.preventDefault();
        void application.navigateToApp(PLUGIN_ID, { path });
      },
    }));
    chrome.setBreadcrumbs([...links, { text: title }]);
    chrome.docTitle.change([title, ...above.map(({ text }) => text).reverse(), ...first.map(({ text }) => text)]);
  }, [core, title, above]);
}
