import {
  EuiButtonEmpty,
  EuiCallOut,
  EuiHeader,
  EuiHeaderBreadcrumbs,
  EuiHeaderLink,
  EuiHeaderSection,
  EuiHeaderSectionItem,
  EuiSelect,
} from '@elastic/eui';
import { useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import type { App, Breadcrumb, MountPoint } from '../../types/core-browser';
import type { PreviewCore } from './core';
import { Mounted } from './flyout';
import { scopedHistory } from './scoped-history';
import { ToastList } from './toasts';

interface ChromeProps {
  readonly core: PreviewCore;
  readonly preview: Preview;
}

/** The header, with what a preview has to switch, and the app that the address names. */
export function Chrome({ core, preview }: ChromeProps): ReactElement {
  return (
    <>
      <header>
        <Header core={core} preview={preview} />
        <EuiCallOut
          size="s"
          color="warning"
          title={`This is a preview, not Kibana: the built plugin in a small host (${preview.end === 'low' ? 'React 17, EUI 90' : 'React 18, newest EUI'}).`}
          data-test-subj="previewNotice"
        />
      </header>
      <CurrentApp core={core} preview={preview} />
      <ToastList toasts={core.toasts} />
    </>
  );
}

const roles = ['none', 'viewer', 'responder', 'manager'];

function Header({ core, preview }: ChromeProps): ReactElement {
  const [breadcrumbs, setBreadcrumbs] = useState<readonly Breadcrumb[]>([]);
  useEffect(() => {
    const watching = core.breadcrumbs$.subscribe(setBreadcrumbs);
    return () => watching.unsubscribe();
  }, [core]);
  return (
    <EuiHeader position="static">
      <EuiHeaderSection css={{ flex: '1 1 0', minWidth: 0, overflow: 'hidden' }}>
        <EuiHeaderSectionItem>
          <EuiHeaderLink href="/app/home">Preview</EuiHeaderLink>
        </EuiHeaderSectionItem>
        <EuiHeaderBreadcrumbs
          aria-label="Breadcrumbs"
          breadcrumbs={breadcrumbs.map((each) => ({ ...each }) as object) as never}
        />
      </EuiHeaderSection>
      <EuiHeaderSection side="right">
        <EuiHeaderSectionItem>
          <EuiSelect
            compressed
            aria-label={`Role of ${preview.user}`}
            value={preview.role}
            options={roles.map((role) => ({ value: role, text: role === 'none' ? 'no privilege' : role }))}
            onChange={({ target }) => choose('preview_role', target.value)}
            data-test-subj="previewRole"
          />
        </EuiHeaderSectionItem>
        <EuiHeaderSectionItem>
          <EuiButtonEmpty
            color="text"
            size="s"
            onClick={() => choose('preview_dark', String(!preview.dark))}
            data-test-subj="previewTheme"
          >
            {preview.dark ? 'Light' : 'Dark'}
          </EuiButtonEmpty>
        </EuiHeaderSectionItem>
        {core.controls.map((mount, index) => (
          <EuiHeaderSectionItem key={index}>
            <Mounted mount={mount} />
          </EuiHeaderSectionItem>
        ))}
      </EuiHeaderSection>
    </EuiHeader>
  );
}

/** The server reads it at the next page. */
function choose(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; SameSite=Strict`;
  location.reload();
}

function CurrentApp({ core, preview }: ChromeProps): ReactElement {
  const [path, setPath] = useState(core.history.location.pathname);
  useEffect(() => core.history.listen(({ pathname }) => setPath(pathname)), [core]);
  const id = /^\/app\/([^/]+)/.exec(path)?.[1];
  const app = core.apps.find((each) => each.id === id);
  if (!app || !preview.capabilities['navLinks']?.[app.id]) return <Elsewhere core={core} preview={preview} />;
  return <MountedApp key={app.id} app={app} core={core} />;
}

function MountedApp({ app, core }: { readonly app: App; readonly core: PreviewCore }): ReactElement {
  const history = useMemo(() => scopedHistory(core.history, `/app/${app.id}`), [app, core]);
  const mount = useCallback<MountPoint>(
    (element) => {
      const mounted = app.mount({ element, history, appBasePath: `/app/${app.id}` });
      return () => void mounted.then((unmount) => unmount());
    },
    [app, history],
  );
  return <Mounted mount={mount} />;
}

/** Any other page of Kibana: the header control is there too. */
function Elsewhere({ core, preview }: ChromeProps): ReactElement {
  const open = core.apps.filter((app) => preview.capabilities['navLinks']?.[app.id]);
  return (
    <main css={{ padding: 24 }}>
      <h1>Some other page of Kibana</h1>
      {open.map((app) => (
        <p key={app.id}>
          <a href={`/app/${app.id}`}>{app.title}</a>
        </p>
      ))}
      {open.length === 0 && <p>You have access to no app of this preview.</p>}
    </main>
  );
}
