/** The version in package.json, set by the build. */
declare const __DOWNHILL_VERSION__: string;
