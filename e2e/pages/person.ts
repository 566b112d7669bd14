import type { Page } from 'playwright/test';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import { AttentionPart } from './attention-part.ts';
import { CardPart } from './card-part.ts';
import { CommandsPart } from './commands-part.ts';
import { ComposerPart } from './composer-part.ts';
import { ContactGroupsPart } from './contact-groups-part.ts';
import { ConversationsPart } from './conversations-part.ts';
import { FilesPart } from './files-part.ts';
import { GroupsPart } from './groups-part.ts';
import { HostPanelPart } from './host-panel-part.ts';
import { LaterPart } from './later-part.ts';
import { MembersPart } from './members-part.ts';
import { OwnPart } from './own-part.ts';
import { PeopleDialog } from './people-dialog.ts';
import { PrivatesPart } from './privates-part.ts';
import { RoomPage } from './room-page.ts';
import { RulesPart } from './rules-part.ts';
import { SearchPart } from './search-part.ts';
import { SettingsPart } from './settings-part.ts';
import { TimelinePart } from './timeline-part.ts';
import { TopicsPart } from './topics-part.ts';
import { WelcomePage } from './welcome-page.ts';
import type { Desktop } from '../harness/desktop.ts';
import { wordsOf, type Words } from '../harness/words.ts';

/** Somebody at a computer of their own: a running app with its data folder, and what is on the screen. */
export class Person {
  /** Of the texts on the screen; follows what is chosen in the settings by the test's own hand. */
  language: Language;
  readonly #desktop: Desktop;
  readonly #words: Words | undefined;
  #page: Page | undefined;

  /** `words`: what stands on the screen in place of the language's own texts. */
  constructor(desktop: Desktop, language: Language, words?: Words) {
    this.#desktop = desktop;
    this.language = language;
    this.#words = words;
  }

  get page(): Page {
    if (!this.#page) throw new Error('The app of this person is not running');
    return this.#page;
  }

  get words(): Words {
    return this.#words ?? wordsOf(this.language);
  }

  /** The folder in which saved files lie. */
  get downloads(): string {
    return this.#desktop.downloads;
  }

  get welcome(): WelcomePage {
    return new WelcomePage(this);
  }

  get room(): RoomPage {
    return new RoomPage(this);
  }

  get conversations(): ConversationsPart {
    return new ConversationsPart(this);
  }

  get timeline(): TimelinePart {
    return new TimelinePart(this);
  }

  get composer(): ComposerPart {
    return new ComposerPart(this);
  }

  get later(): LaterPart {
    return new LaterPart(this);
  }

  get files(): FilesPart {
    return new FilesPart(this);
  }

  get members(): MembersPart {
    return new MembersPart(this);
  }

  get attention(): AttentionPart {
    return new AttentionPart(this);
  }

  get card(): CardPart {
    return new CardPart(this);
  }

  get contactGroups(): ContactGroupsPart {
    return new ContactGroupsPart(this);
  }

  get groups(): GroupsPart {
    return new GroupsPart(this);
  }

  get topics(): TopicsPart {
    return new TopicsPart(this);
  }

  get own(): OwnPart {
    return new OwnPart(this);
  }

  get peopleDialog(): PeopleDialog {
    return new PeopleDialog(this);
  }

  get privates(): PrivatesPart {
    return new PrivatesPart(this);
  }

  get commands(): CommandsPart {
    return new CommandsPart(this);
  }

  get rules(): RulesPart {
    return new RulesPart(this);
  }

  get search(): SearchPart {
    return new SearchPart(this);
  }

  get hostPanel(): HostPanelPart {
    return new HostPanelPart(this);
  }

  get settings(): SettingsPart {
    return new SettingsPart(this);
  }

  /** Starts the app and shows its window; keys have their uses in it then. */
  async start(): Promise<void> {
    const page = await this.#desktop.open();
    await page.locator('#typed-early').waitFor({ state: 'detached' });
    this.#page = page;
  }

  /** Says so much that what stands above it has to be gone to. */
  async fillScreen(): Promise<void> {
    for (const part of ['first', 'second', 'third']) {
      const lines = Array.from({ length: 18 }, (_, line) => `${part} ${line}`);
      await this.composer.send(lines.join('\n'));
      await this.timeline.showsSent(lines.join(' '));
    }
  }

  /** Ends the app as its person does; the data stays. */
  async stop(): Promise<void> {
    this.#page = undefined;
    await this.#desktop.close();
  }

  /** The computer loses its power. */
  async loseApp(): Promise<void> {
    this.#page = undefined;
    await this.#desktop.kill();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }
}
