// The two browsers that the page is tried in.
import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const found = (...paths) => paths.find((path) => path && existsSync(path));

export const browsers = {
  chromium: {
    executable: found(process.env.DOWNHILL_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'),
    options: {
      browser: 'chrome',
      args: [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--hide-scrollbars',
      ],
    },
  },
  firefox: {
    executable: found(process.env.DOWNHILL_FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'),
    options: { browser: 'firefox', headless: true, extraPrefsFirefox: { 'ui.prefersReducedMotion': 1 } },
  },
};

export function launch(name, moreArgs = []) {
  const { executable, options } = browsers[name];
  if (!executable) return null;
  return puppeteer.launch({ ...options, args: [...(options.args ?? []), ...moreArgs], executablePath: executable });
}
