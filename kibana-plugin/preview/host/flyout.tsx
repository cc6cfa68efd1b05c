import { EuiFlyout, EuiProvider } from '@elastic/eui';
import { useEffect, useRef, type ReactElement } from 'react';
import ReactDOM from 'react-dom';
import type { FlyoutOptions, MountPoint, OverlayRef } from '../../types/core-browser';

/** Kibana's `overlays.openFlyout`: a React tree of its own, with what the plugin mounts inside. */
export function openFlyout(mount: MountPoint, options: FlyoutOptions, dark: boolean): OverlayRef {
  const element = document.createElement('div');
  document.body.append(element);
  let closed: () => void = () => undefined;
  const onClose = new Promise<void>((resolve) => (closed = resolve));
  const close = () => {
    if (element.isConnected) {
      ReactDOM.unmountComponentAtNode(element);
      element.remove();
      closed();
    }
    return onClose;
  };
  ReactDOM.render(
    <EuiProvider colorMode={dark ? 'dark' : 'light'} globalStyles={false} utilityClasses={false}>
      <EuiFlyout {...options} onClose={() => void close()}>
        <Mounted mount={mount} />
      </EuiFlyout>
    </EuiProvider>,
    element,
  );
  return { onClose, close };
}

/** An element that something of another React tree stands in. */
export function Mounted({ mount }: { readonly mount: MountPoint }): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => (place.current ? mount(place.current) : undefined), [mount]);
  return <div ref={place} css={{ display: 'flex', flexDirection: 'column', minHeight: 0, flex: '1 1 auto' }} />;
}
