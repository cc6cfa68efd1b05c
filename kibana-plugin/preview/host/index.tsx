import createCache from '@emotion/cache';
import { EuiProvider } from '@elastic/eui';
import type { ReactNode } from 'react';
import ReactDOM from 'react-dom';
import { Chrome } from './chrome';
import { PreviewCore, type Plugin } from './core';

// A small stand-in for Kibana's page: it starts the built plugin as Kibana does, and shows what it registers.
const preview = window.__preview__;
const caches = {
  default: createCache({ key: 'eui' }),
  global: createCache({ key: 'eui-global' }),
  utility: createCache({ key: 'eui-utility' }),
};

function Context({ children }: { readonly children: ReactNode }) {
  return (
    <EuiProvider colorMode={preview.dark ? 'dark' : 'light'} cache={caches}>
      {children}
    </EuiProvider>
  );
}

const core = new PreviewCore(preview);
const { plugin } = window.__kbnBundles__.get('plugin/incidents/public') as { plugin(): Plugin };
const incidents = plugin();
incidents.setup(core.setup(), core.pluginsSetup());
core.begin();
incidents.start(core.start(), core.pluginsStart());

ReactDOM.render(
  <Context>
    <Chrome core={core} preview={preview} />
  </Context>,
  document.getElementById('kibana-body'),
);
