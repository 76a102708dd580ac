import { useState } from 'react';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { CloseOutage } from './CloseOutage.tsx';
import { OpenOutage } from './OpenOutage.tsx';

interface OutageDialogProps {
  readonly state: CounterState;
  readonly onClose: () => void;
}

export function OutageDialog(props: OutageDialogProps) {
  // What the dialog is for is settled when it opens; the state turns while it is still on screen.
  const [opens] = useState(props.state.outage === null);
  return opens ? <OpenOutage {...props} /> : <CloseOutage {...props} />;
}
