/** What the server of the preview writes into the page. */
interface Preview {
  readonly end: 'low' | 'high';
  readonly role: 'none' | 'viewer' | 'responder' | 'manager';
  readonly user: string;
  readonly dark: boolean;
  readonly capabilities: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
}

interface Window {
  readonly __preview__: Preview;
  readonly __kbnBundles__: { get(key: string): unknown };
}
