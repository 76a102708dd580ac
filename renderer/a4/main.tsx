import { createRoot } from 'react-dom/client';
import type { A4Api } from '../../electron/contract/channels.ts';
import { A4Page } from './A4Page.tsx';
import '../style/fonts.css';
import './a4.css';

declare global {
  interface Window {
    /** Only in the window that draws papers. */
    readonly paper: A4Api;
  }
}

const weights = [400, 500, 600, 700];

/**
 * Lines are measured before they are put on sheets, and a PDF that is made before its font is there has no
 * text: so every weight is loaded before anything is drawn, and asked for once more before it is told.
 */
async function drawPaper(root: Element): Promise<void> {
  await Promise.all(
    weights.map((weight) => document.fonts.load(`${weight} 10px "Noto Sans Devanagari"`, 'अA1')),
  );
  const paper = await window.paper.document();
  if (paper === null) return;
  const tell = async (sheets: number): Promise<void> => {
    await document.fonts.ready;
    await window.paper.drawn(sheets);
  };
  createRoot(root).render(<A4Page paper={paper} onDrawn={(sheets) => void tell(sheets)} />);
}

const root = document.querySelector('#root');
if (root === null) throw new Error('the page has no root element');
void drawPaper(root);
