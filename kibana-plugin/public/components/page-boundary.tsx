import { EuiButton, EuiEmptyPrompt } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { Component, type ReactElement, type ReactNode } from 'react';
import { icon } from './icon';

interface PageBoundaryProps {
  /** Another page is another try. */
  readonly place: string;
  readonly children: ReactNode;
}

interface State {
  readonly failed: string | undefined;
}

/** A page that breaks says so, in its place: no error of ours makes Kibana's page white. */
export class PageBoundary extends Component<PageBoundaryProps, State> {
  override state: State = { failed: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { failed: error instanceof Error ? error.message : String(error) };
  }

  override componentDidUpdate({ place }: PageBoundaryProps): void {
    if (place !== this.props.place && this.state.failed !== undefined) this.setState({ failed: undefined });
  }

  override render(): ReactNode {
    return this.state.failed === undefined ? this.props.children : <Broken said={this.state.failed} />;
  }
}

/** Also when a part of the plugin could not be loaded: a newer version of it may have been installed meanwhile. */
function Broken({ said }: { readonly said: string }): ReactElement {
  return (
    <EuiEmptyPrompt
      color="danger"
      iconType={icon('error')}
      titleSize="s"
      title={<h2>{i18n.translate('incidents.boundary.title', { defaultMessage: 'This page has failed' })}</h2>}
      body={<p css={{ overflowWrap: 'anywhere' }}>{said.slice(0, 300)}</p>}
      actions={
        <EuiButton iconType={icon('refresh')} onClick={() => location.reload()}>
          {i18n.translate('incidents.boundary.reload', { defaultMessage: 'Load it again' })}
        </EuiButton>
      }
      data-test-subj="incidentsBroken"
    />
  );
}
