import { CONNECTION_ID, CONNECTION_TYPE } from '../common/ids';
import type { SavedObjectsClient } from '../types/core-server';
import type { EncryptedSavedObjectsStart } from '../types/plugins-server';

const KEPT_MS = 60_000;

/**
 * Where the backend's token comes from: kibana.yml (or the keystore), else an encrypted saved object. What was read is
 * kept for a minute; other Kibanas beside this one see a new token after that long.
 */
export class Connection {
  readonly #configured: string | undefined;
  readonly #now: () => number;
  #decrypting: EncryptedSavedObjectsStart | undefined;
  #kept: { readonly token: string | undefined; readonly until: number } | undefined;

  constructor(configured: string | undefined, now: () => number) {
    this.#configured = configured;
    this.#now = now;
  }

  /** Called at start, when Kibana can encrypt. */
  useSavedObjects(decrypting: EncryptedSavedObjectsStart): void {
    this.#decrypting = decrypting;
  }

  get canKeep(): boolean {
    return this.#decrypting !== undefined;
  }

  async token(): Promise<string | undefined> {
    if (this.#configured) return this.#configured;
    if (!this.#decrypting) return undefined;
    if (!this.#kept || this.#kept.until <= this.#now()) {
      this.#kept = { token: await readToken(this.#decrypting), until: this.#now() + KEPT_MS };
    }
    return this.#kept.token;
  }

  async tokenFrom(): Promise<'kibana.yml' | 'saved_object' | null> {
    if (this.#configured) return 'kibana.yml';
    return (await this.token()) ? 'saved_object' : null;
  }

  async keep(token: string, client: SavedObjectsClient): Promise<void> {
    await client.create(CONNECTION_TYPE, { token }, { id: CONNECTION_ID, overwrite: true });
    this.#kept = undefined;
  }
}

async function readToken(decrypting: EncryptedSavedObjectsStart): Promise<string | undefined> {
  const client = decrypting.getClient({ includedHiddenTypes: [CONNECTION_TYPE] });
  try {
    const { attributes } = await client.getDecryptedAsInternalUser(CONNECTION_TYPE, CONNECTION_ID);
    return typeof attributes['token'] === 'string' ? attributes['token'] : undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  if (!(error instanceof Error) || !('output' in error)) return false;
  const { output } = error as { readonly output?: { readonly statusCode?: number } };
  return output?.statusCode === 404;
}
