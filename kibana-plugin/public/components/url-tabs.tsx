import { EuiSpacer, EuiTab, EuiTabs } from '@elastic/eui';
import type { ReactElement } from 'react';
import { useHistory, useLocation } from 'react-router-dom';

export interface UrlTab {
  readonly id: string;
  readonly name: string;
  readonly content: ReactElement;
}

/** Tabs of a page; which one is open stands in the address. */
export function UrlTabs({ tabs, label }: { readonly tabs: readonly UrlTab[]; readonly label: string }): ReactElement {
  const history = useHistory();
  const { search, pathname } = useLocation();
  const wanted = new URLSearchParams(search).get('tab');
  const first = tabs[0];
  const open = tabs.find(({ id }) => id === wanted) ?? first;
  return (
    <>
      <EuiTabs aria-label={label}>
        {tabs.map(({ id, name }) => (
          <EuiTab
            key={id}
            id={`incidents-tab-${id}`}
            aria-controls="incidents-tabpanel"
            isSelected={id === open?.id}
            onClick={() => history.replace({ pathname, search: id === first?.id ? '' : `tab=${id}` })}
            data-test-subj={`incidentsTab-${id}`}
          >
            {name}
          </EuiTab>
        ))}
      </EuiTabs>
      <EuiSpacer size="m" />
      <div id="incidents-tabpanel" role="tabpanel" aria-labelledby={`incidents-tab-${open?.id}`}>
        {open?.content}
      </div>
    </>
  );
}
