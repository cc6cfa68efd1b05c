/** The part of Kibana's version that decides what it takes. */
export interface KibanaVersion {
  readonly major: number;
  readonly minor: number;
}

/** Reads `8.12.2` or `9.2.0-SNAPSHOT`; null for what is no version. */
export function toKibanaVersion(text: string): KibanaVersion | null {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})(?:\.|$)/.exec(text.trim()) ?? [];
  return major === undefined || minor === undefined ? null : { major: Number(major), minor: Number(minor) };
}

/** Whether a version is at least that one. */
export function isAtLeast(version: KibanaVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}
