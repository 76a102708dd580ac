import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { App } from './app/App.tsx';
import { startStore } from './app/counter-store.ts';
import { applySettings, readSettings } from './app/settings.ts';
import { startText } from './text/i18n.ts';
import './style/fonts.css';
import './style/tokens.css';
import './style/base.css';
import './style/frame.css';
import './style/controls.css';
import './style/screens.css';
import './style/sell.css';
import './style/exceptions.css';
import './style/sent.css';
import './style/lists.css';

const root = document.querySelector('#root');
if (root === null) throw new Error('the page has no root element');

const settings = readSettings();
applySettings(settings);
const text = startText(settings.language);
startStore();

createRoot(root).render(
  <I18nextProvider i18n={text}>
    <App />
  </I18nextProvider>,
);
