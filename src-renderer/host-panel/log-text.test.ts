import { describe, expect, it } from 'vitest';
import { hostLogEvents } from '../../src-shared/bridge/views.ts';
import type { HostLogLine } from '../../src-shared/bridge/views.ts';
import { languages } from '../../src-shared/translations/catalogue.ts';
import { createI18n } from '../i18n/create-i18n.ts';
import { logText } from './log-text.ts';

describe.each(languages)('the log in %s', (language) => {
  const { t } = createI18n(language);

  it.each(hostLogEvents)('R1.9 says %s in words, whatever is known of it', (event) => {
    const lines: HostLogLine[] = [
      { at: 1, event },
      { at: 1, event, name: 'Ali', address: '192.168.1.7', port: 5000, to: 'direct' },
      { at: 1, event, name: 'Ali', to: 'everyone', code: 'name-taken', port: 12345 },
    ];
    for (const line of lines) {
      const text = logText(t, line);
      expect(text).not.toContain('{{');
      expect(text).not.toContain('log.');
      expect(text).not.toContain('undefined');
    }
  });
});

describe('logText', () => {
  const { t } = createI18n('en');
  const at = 1;

  it('R1.9 names address, port and person, and never what was said', () => {
    expect(logText(t, { at, event: 'connected', address: '192.168.1.7', port: 5000 })).toBe(
      'New connection from 192.168.1.7:5000',
    );
    expect(logText(t, { at, event: 'connected', address: '::1', port: 5000 })).toBe(
      'New connection from [::1]:5000',
    );
    expect(logText(t, { at, event: 'message', name: 'Ali', to: 'everyone' })).toBe(
      'Message from Ali to everyone',
    );
    expect(logText(t, { at, event: 'message', name: 'Ali', to: 'direct' })).toBe(
      'Direct message from Ali',
    );
  });

  it('says why somebody was refused', () => {
    const line = { at, event: 'refused', address: '192.168.1.7', port: 5000 } as const;
    expect(logText(t, { ...line, name: 'Ali', code: 'name-taken' })).toBe(
      'Refused Ali (192.168.1.7:5000): That name is taken. Choose another.',
    );
    expect(logText(t, { ...line, code: 'from-a-newer-room' })).toContain('from-a-newer-room');
  });
});
