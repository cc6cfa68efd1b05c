import type { ComponentType, ReactNode } from 'react';
import type { Observable } from 'rxjs';

// Other plugins of Kibana in the browser. Sources: observabilityShared of 8.12.2, and of main (9.x). All optional.

export interface NavigationEntry {
  readonly label: string;
  readonly app: string;
  readonly path: string;
  /** Whether the entry stands for the page at this path inside the app; by default for all that begin as `path` does. */
  matchPath?(pathname: string): boolean;
}

export interface NavigationSection {
  readonly label: string;
  readonly sortKey: number;
  readonly entries: readonly NavigationEntry[];
}

export interface ObservabilitySharedSetup {
  readonly navigation: { registerSections(sections: Observable<readonly NavigationSection[]>): void };
}

/** The page with Observability's side navigation around it; its other props are those of EuiPageTemplate. */
export type ObservabilityPageTemplate = ComponentType<{
  readonly pageHeader?: {
    readonly pageTitle: ReactNode;
    readonly description?: ReactNode;
    readonly rightSideItems?: ReactNode[];
    readonly children?: ReactNode;
  };
  readonly children?: ReactNode;
}>;

export interface ObservabilitySharedStart {
  readonly navigation: { readonly PageTemplate: ObservabilityPageTemplate };
}

export interface PluginsSetup {
  readonly observabilityShared?: ObservabilitySharedSetup;
}

export interface PluginsStart {
  readonly observabilityShared?: ObservabilitySharedStart;
}
