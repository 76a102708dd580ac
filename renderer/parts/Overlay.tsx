import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

interface OverlayProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly testId: string;
  readonly children: ReactNode;
}

/** A dialog over the screen: the focus stays inside, Escape leaves it, what lies below hears nothing. */
export function Overlay({ title, onClose, wide = false, testId, children }: OverlayProps) {
  return (
    <ModalOverlay
      className="shade"
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={wide ? 'dialog wide' : 'dialog'}>
        <Dialog data-testid={testId}>
          <Heading slot="title">{title}</Heading>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
