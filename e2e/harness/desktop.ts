import { join } from 'node:path';
import type { Page } from 'playwright/test';
import type { StandIn } from './pseudo.ts';

/** A computer on which the app runs in one of its shells, with a data folder that outlives the app. */
export interface Desktop {
  /** Where files are saved. */
  readonly downloads: string;
  /** Starts the app; its first window, loaded. */
  open(): Promise<Page>;
  /** Ends the app cleanly and waits until it has. */
  close(): Promise<void>;
  /** Ends it without a chance to put anything away. */
  kill(): Promise<void>;
}

export type DesktopOptions = {
  dataFolder: string;
  language: 'en' | 'tr';
  colorScheme: 'light' | 'dark';
  viewport: { width: number; height: number };
  /** On a network of the test's own, where rooms nearby are found: the command that runs others there. */
  within?: readonly string[];
  /** Shows these texts in place of the language's own. */
  standIn?: StandIn;
  /** What went wrong in the page or the app, for the test to fail by. */
  onProblem: (problem: string) => void;
};

/** Where files are saved: in the person's own folder, so that it goes with it. */
export function downloadsOf(dataFolder: string): string {
  return join(dataFolder, 'downloads');
}

/** Defects that a person would not see: exceptions, and what the content policy blocked. */
export function watchPage(page: Page, onProblem: DesktopOptions['onProblem']): void {
  page.on('pageerror', (error) => onProblem(`Exception in the page: ${error.stack}`));
  page.on('console', (message) => {
    if (message.type() === 'error') onProblem(`Error in the console: ${message.text()}`);
  });
}

/** Runs in the page before its own scripts: what the content policy blocked and the page took without a word. */
export function sayViolations(): void {
  addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile }) => {
    console.error(`Against the page's policy: ${violatedDirective} in ${sourceFile}`);
  });
}
