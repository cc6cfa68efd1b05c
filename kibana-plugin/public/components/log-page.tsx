import { EuiButton, EuiFlexGroup, EuiFlexItem, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import type { Page } from '../../common/api';
import { useUrlParams } from '../hooks/url-params';
import { EmptyFace, ErrorFace, LoadingTable } from './face';
import type { IconName } from './icon';

interface LogPageProps<Item> {
  readonly page: { readonly data: Page<Item> | undefined; readonly error: unknown; readonly refetch: () => unknown };
  readonly empty: {
    readonly iconName: IconName;
    readonly title: string;
    readonly body: string;
    readonly clearText: string;
    readonly onClear: () => void;
  };
  /** What tests call it: its buttons are called by it. */
  readonly subject: string;
  readonly children: (items: Item[]) => ReactElement;
}

/** One page of a list that goes on and on, with its faces and the way to what is older; the page stands in the address. */
export function LogPage<Item>({ page, empty, subject, children }: LogPageProps<Item>): ReactElement {
  const { data, error, refetch } = page;
  const { iconName, title, body, clearText, onClear } = empty;
  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingTable />;
  return (
    <>
      {data.items.length === 0 ? (
        <EmptyFace iconName={iconName} title={title} body={body} action={{ text: clearText, onClick: onClear }} />
      ) : (
        children([...data.items])
      )}
      <EuiSpacer size="s" />
      <Pager next={data.next_cursor} subject={subject} />
    </>
  );
}

function Pager({ next, subject }: { readonly next: string | null; readonly subject: string }): ReactElement {
  const { params, change } = useUrlParams();
  const ways = [
    params.get('cursor') !== null && {
      id: 'Newest',
      text: i18n.translate('incidents.logPage.newest', { defaultMessage: 'Newest' }),
      go: () => change({ cursor: null }),
    },
    next !== null && {
      id: 'Older',
      text: i18n.translate('incidents.logPage.older', { defaultMessage: 'Older' }),
      go: () => change({ cursor: next }, 'push'),
    },
  ];
  return (
    <EuiFlexGroup gutterSize="s" justifyContent="flexEnd" responsive={false}>
      {ways.map(
        (way) =>
          way && (
            <EuiFlexItem key={way.id} grow={false}>
              <EuiButton size="s" color="text" onClick={way.go} data-test-subj={`${subject}${way.id}`}>
                {way.text}
              </EuiButton>
            </EuiFlexItem>
          ),
      )}
    </EuiFlexGroup>
  );
}
