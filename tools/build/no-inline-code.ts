import type { Plugin } from 'vite';

/** The parts of a page that `default-src 'self'` would block. */
export function findInlineCode(html: string): string[] {
  const scripts = html.match(/<script(?![^>]*\ssrc=)[^>]*>/gi) ?? [];
  const styles = html.match(/<style\b[^>]*>|<[^>]+\sstyle\s*=[^>]*>/gi) ?? [];
  const listeners = html.match(/<[^>]+\son[a-z]+\s*=[^>]*>/gi) ?? [];
  return [...scripts, ...styles, ...listeners];
}

/** Fails the build of a page that would not run under the content security policy. */
export function noInlineCode(): Plugin {
  return {
    name: 'oda:no-inline-code',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const [name, output] of Object.entries(bundle)) {
        if (output.type !== 'asset' || !name.endsWith('.html')) continue;
        const found = findInlineCode(String(output.source));
        if (found.length > 0)
          this.error(`${name}: inline code, which its policy blocks: ${found.join(' ')}`);
      }
    },
  };
}
