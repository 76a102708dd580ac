import type { ErrorCode } from '../error-codes.ts';
import { formatRupees } from '../money.ts';
import type { Language } from './amount-in-words.ts';

/** What happened, and what to do now: one calm sentence each. */
export interface OperatorText {
  readonly what: string;
  readonly now: string;
}

export type ErrorParams = Readonly<Record<string, string | number>>;

/**
 * Operator text of every error. `{name}` is filled from the error's params; `{limitPaise}` and the
 * like (names ending in `Paise`) become rupees. A part in square brackets is told only when all of
 * its params came along, so that no sentence ever shows a hole.
 */
export const errorText: Readonly<Record<ErrorCode, Readonly<Record<Language, OperatorText>>>> = {
  CONTRACT_VIOLATION: {
    hi: {
      what: 'प्रोग्राम के दो हिस्सों की बात नहीं मिली।',
      now: 'प्रोग्राम बंद करके फिर खोलें। फिर भी हो तो सहायता को नीचे की संख्या बताएँ।',
    },
    en: {
      what: 'Two parts of the program did not understand each other.',
      now: 'Close the program and open it again. If it happens again, tell support the number below.',
    },
  },
  INTERNAL: {
    hi: {
      what: 'प्रोग्राम में गड़बड़ी हुई। कुछ भी दर्ज नहीं हुआ।',
      now: 'एक बार फिर करें। फिर भी हो तो सहायता को नीचे की संख्या बताएँ।',
    },
    en: {
      what: 'The program had a fault. Nothing was recorded.',
      now: 'Try once more. If it happens again, tell support the number below.',
    },
  },
  SERVICE_AWAY: {
    hi: {
      what: 'काउंटर सेवा अभी उत्तर नहीं दे रही।',
      now: 'कुछ सेकंड रुकें, यह अपने आप फिर चालू होता है। दर्ज रसीदें सुरक्षित हैं।',
    },
    en: {
      what: 'The counter service is not answering just now.',
      now: 'Wait a few seconds, it starts again by itself. Recorded receipts are safe.',
    },
  },
  OUTCOME_UNKNOWN: {
    hi: { what: 'अभी पता नहीं कि यह दर्ज हुआ या नहीं।', now: 'रुकें। दोबारा न करें, प्रोग्राम पता लगा रहा है।' },
    en: {
      what: 'It is not known yet whether this was recorded.',
      now: 'Wait. Do not do it again, the program is finding out.',
    },
  },
  NOT_ENROLLED: {
    hi: { what: 'यह काउंटर अभी पंजीकृत नहीं है।', now: 'कार्यालय से मिला पंजीकरण कोड डालें।' },
    en: { what: 'This counter is not enrolled yet.', now: 'Enter the enrolment code from the office.' },
  },
  ALREADY_ENROLLED: {
    hi: { what: 'यह काउंटर पहले से पंजीकृत है।', now: 'आगे बढ़ें और साइन इन करें।' },
    en: { what: 'This counter is already enrolled.', now: 'Go on and sign in.' },
  },
  ENROLMENT_CODE_WRONG: {
    hi: {
      what: 'यह पंजीकरण कोड सही नहीं है, या इस्तेमाल हो चुका है।',
      now: 'कोड मिलाकर फिर डालें, या कार्यालय से नया कोड लें।',
    },
    en: {
      what: 'This enrolment code is wrong, or has been used.',
      now: 'Check the code and type it again, or ask the office for a new one.',
    },
  },
  KEY_STORE_MISSING: {
    hi: { what: 'इस कंप्यूटर में कुंजी रखने की सुरक्षित जगह नहीं मिली।', now: 'आईटी सहायता को बुलाएँ।' },
    en: { what: 'This computer has no safe place for the counter’s key.', now: 'Call IT support.' },
  },
  RECOVERY_KEY_UNREADABLE: {
    hi: { what: 'रिकवरी कुंजी पढ़ी नहीं जा सकी।', now: 'अधिकारी की फ़ाइल चुनें, या सभी 24 शब्द क्रम से लिखें।' },
    en: {
      what: 'The recovery key cannot be read.',
      now: 'Choose the officer’s file, or type all 24 words in their order.',
    },
  },
  RECOVERY_KEY_WRONG: {
    hi: { what: 'यह दूसरी प्रति इस रिकवरी कुंजी से नहीं खुलती।', now: 'अपने प्रमंडल की रिकवरी कुंजी लाएँ।' },
    en: {
      what: 'This recovery key does not open the second copy.',
      now: 'Bring the recovery key of your own division.',
    },
  },
  RESTORE_COUNTER_UNCLEAR: {
    hi: { what: 'फ़ोल्डर में कई काउंटर हैं: {counters}।', now: 'जिस काउंटर को चालू करना है, उसे चुनें।' },
    en: { what: 'The folder holds several counters: {counters}.', now: 'Choose the counter to restore.' },
  },
  RESTORE_NOTHING_FOUND: {
    hi: { what: 'यहाँ किसी काउंटर की पूरी प्रति नहीं मिली।', now: 'दूसरी प्रति का फ़ोल्डर या पुराना जर्नल चुनें।' },
    en: {
      what: 'No counter was found here that can be proved.',
      now: 'Choose the folder of the second copy, or the old journal.',
    },
  },
  NOT_SIGNED_IN: {
    hi: { what: 'अभी कोई साइन इन नहीं है।', now: 'अपना नाम चुनें और PIN डालें।' },
    en: { what: 'Nobody is signed in.', now: 'Choose your name and enter your PIN.' },
  },
  NOT_PERMITTED: {
    hi: { what: 'यह काम आपके पद के लिए नहीं है।', now: 'प्रधान कैशियर से कराएँ।' },
    en: { what: 'Your role may not do this.', now: 'Ask the head cashier to do it.' },
  },
  PIN_WRONG: {
    hi: { what: 'PIN ग़लत है।', now: 'फिर से डालें।[ {left} मौके बचे हैं।]' },
    en: { what: 'The PIN is wrong.', now: 'Enter it again.[ Tries left: {left}.]' },
  },
  PIN_LOCKED: {
    hi: {
      what: 'PIN कई बार ग़लत डाला गया, इसलिए रोक लगी है।',
      now: '[{minutes} मिनट ]रुककर फिर डालें, या प्रधान कैशियर से कहें।',
    },
    en: {
      what: 'The PIN was wrong too often and is locked for now.',
      now: 'Wait[ {minutes} minutes] and try again, or ask the head cashier.',
    },
  },
  PIN_WEAK: {
    hi: { what: 'यह PIN बहुत आसान है या छोटा-बड़ा है।', now: '4 से 8 अंकों का PIN चुनें, 1234 या 1111 जैसा नहीं।' },
    en: {
      what: 'This PIN is too easy, too short or too long.',
      now: 'Choose 4 to 8 digits, not 1234 or 1111.',
    },
  },
  PERSON_UNKNOWN: {
    hi: { what: 'यह व्यक्ति इस काउंटर पर दर्ज नहीं है।', now: 'सूची से नाम चुनें, या प्रधान कैशियर से जुड़वाएँ।' },
    en: {
      what: 'This person is not known at this counter.',
      now: 'Choose a name from the list, or ask the head cashier to add you.',
    },
  },
  PERSON_EXISTS: {
    hi: { what: 'इस पहचान का व्यक्ति पहले से है।', now: 'दूसरी पहचान चुनें।' },
    en: { what: 'A person with this id is already there.', now: 'Choose another id.' },
  },
  DAY_NOT_OPEN: {
    hi: { what: 'आज का दिन अभी खुला नहीं है।', now: 'प्रधान कैशियर से दिन खुलवाएँ।' },
    en: { what: 'The day is not open yet.', now: 'Ask the head cashier to open the day.' },
  },
  DAY_ALREADY_OPEN: {
    hi: { what: 'दिन पहले से खुला है।', now: 'पहले खुले दिन को बंद करें, फिर नया खोलें।' },
    en: { what: 'A day is already open.', now: 'Close the open day before opening a new one.' },
  },
  DAY_HAS_OPEN_SHIFT: {
    hi: { what: 'एक पाली अभी खुली है।', now: 'पहले पाली बंद करें, फिर दिन बंद करें।' },
    en: { what: 'A shift is still open.', now: 'Close the shift first, then the day.' },
  },
  SHIFT_NOT_OPEN: {
    hi: { what: 'आपकी पाली खुली नहीं है।', now: 'खुला नकद गिनकर पाली खोलें।' },
    en: { what: 'Your shift is not open.', now: 'Count the float and open the shift.' },
  },
  SHIFT_ALREADY_OPEN: {
    hi: { what: 'इस दराज़ पर एक पाली पहले से खुली है।', now: 'पहले वह पाली बंद करें।' },
    en: { what: 'A shift is already open on this drawer.', now: 'Close that shift first.' },
  },
  SHIFT_HAS_OPEN_PRINTS: {
    hi: {
      what: 'किसी रसीद के बारे में तय नहीं है कि वह छपी या नहीं।',
      now: 'F4 दबाएँ, काग़ज़ देखकर उत्तर दें, फिर पाली बंद करें।',
    },
    en: {
      what: 'It is not settled whether a receipt was printed.',
      now: 'Press F4, look at the paper and answer, then close the shift.',
    },
  },
  COUNT_OUT_OF_RANGE: {
    hi: { what: 'नोटों की कोई संख्या बहुत बड़ी है।', now: 'गिनती मिलाकर फिर लिखें।' },
    en: { what: 'One of the counts is too large.', now: 'Check the count and type it again.' },
  },
  DIFFERENCE_NEEDS_REASON: {
    hi: { what: 'गिनती और हिसाब में अंतर है।', now: 'अंतर का कारण लिखें।' },
    en: { what: 'The count differs from the books.', now: 'Write the reason for the difference.' },
  },
  DIFFERENCE_NEEDS_APPROVER: {
    hi: { what: 'अंतर[ {limitPaise} से] ज़्यादा है।', now: 'प्रधान कैशियर अपना PIN डालकर मंज़ूर करें।' },
    en: {
      what: 'The difference is large[, above {limitPaise}].',
      now: 'The head cashier must approve it with the PIN.',
    },
  },
  AMOUNT_NOT_A_NUMBER: {
    hi: { what: 'राशि में सिर्फ़ अंक चलते हैं।', now: 'राशि अंकों में लिखें, जैसे 500।' },
    en: { what: 'The amount may have digits only.', now: 'Type the amount in digits, like 500.' },
  },
  AMOUNT_ZERO: {
    hi: { what: 'राशि शून्य है।', now: 'कम से कम ₹1 लिखें।' },
    en: { what: 'The amount is zero.', now: 'Type at least ₹1.' },
  },
  AMOUNT_NEGATIVE: {
    hi: { what: 'राशि शून्य से कम नहीं हो सकती।', now: 'बिना ऋण चिह्न के राशि लिखें।' },
    en: { what: 'The amount cannot be negative.', now: 'Type the amount without a minus sign.' },
  },
  AMOUNT_HAS_PAISE: {
    hi: { what: 'यहाँ पैसे नहीं लिए जाते।', now: 'पूरे रुपये लिखें।' },
    en: { what: 'Paise are not taken here.', now: 'Type whole rupees.' },
  },
  AMOUNT_TOO_LARGE: {
    hi: { what: 'राशि बहुत बड़ी है।', now: 'अंक मिलाकर फिर लिखें।[ यहाँ अधिकतम {limitPaise}।]' },
    en: {
      what: 'The amount is too large.',
      now: 'Check the digits and type it again.[ The most here is {limitPaise}.]',
    },
  },
  TENDERED_TOO_LITTLE: {
    hi: { what: 'दिया गया नकद राशि से कम है।', now: 'पूरा नकद लें, या राशि कम करें।' },
    en: { what: 'The cash given is less than the amount.', now: 'Take the full cash, or lower the amount.' },
  },
  CASH_CAP_OF_DAY: {
    hi: {
      what: 'एक उपभोक्ता से एक दिन में इतना नकद लेना क़ानूनन मना है।',
      now: 'राशि कम करें[ (आज {leftPaise} और ले सकते हैं)], या बैंक से जमा करने को कहें।',
    },
    en: {
      what: 'The law does not allow this much cash from one consumer in one day.',
      now: 'Lower the amount[ ({leftPaise} more may be taken today)], or ask for payment through the bank.',
    },
  },
  APPROVAL_NEEDED: {
    hi: { what: 'इस रसीद को मंज़ूरी चाहिए।', now: 'प्रधान कैशियर अपना PIN डालें।' },
    en: { what: 'This recharge needs approval.', now: 'The head cashier enters the PIN.' },
  },
  APPROVER_NOT_PERMITTED: {
    hi: {
      what: 'यह व्यक्ति इसे मंज़ूर नहीं कर सकता।',
      now: 'प्रधान कैशियर या अधिकारी चुनें। अपनी रसीद ख़ुद मंज़ूर नहीं होती।',
    },
    en: {
      what: 'This person may not approve it.',
      now: 'Choose a head cashier or an officer. Nobody approves their own act.',
    },
  },
  CONSUMER_UNKNOWN: {
    hi: { what: 'यह उपभोक्ता सूची में नहीं मिला।', now: 'मीटर संख्या या मोबाइल से खोजें, या पूरी खाता संख्या डालें।' },
    en: {
      what: 'This consumer is not in the list.',
      now: 'Search by meter or mobile, or type the whole account number.',
    },
  },
  CONSUMER_NUMBER_MALFORMED: {
    hi: { what: 'यह खाता संख्या सही रूप में नहीं है।', now: '9 से 11 अंकों की खाता संख्या डालें।' },
    en: {
      what: 'This account number does not have the right form.',
      now: 'Type the account number of 9 to 11 digits.',
    },
  },
  METER_CHOICE_NEEDED: {
    hi: { what: 'इस खाते पर एक से ज़्यादा मीटर हैं।', now: 'मीटर पढ़कर सही मीटर चुनें।' },
    en: {
      what: 'This account has more than one meter.',
      now: 'Read out the meter number and choose the right one.',
    },
  },
  RECEIPT_UNKNOWN: {
    hi: { what: 'यह रसीद संख्या इस काउंटर पर नहीं है।', now: 'रसीद से संख्या मिलाकर फिर डालें।' },
    en: {
      what: 'This counter has no such receipt number.',
      now: 'Check the number on the receipt and type it again.',
    },
  },
  RECHARGE_CHANGED: {
    hi: {
      what: 'यह रसीद दूसरी राशि या उपभोक्ता के साथ पहले ही दर्ज है।',
      now: 'दर्ज रसीद देखें। नई रसीद के लिए नया फ़ॉर्म खोलें।',
    },
    en: {
      what: 'This recharge was already recorded with another amount or consumer.',
      now: 'Look at the recorded receipt. Start a new form for a new one.',
    },
  },
  EXCEPTION_UNKNOWN: {
    hi: {
      what: 'इस रसीद में सुलझाने को कुछ नहीं है।',
      now: 'रसीद संख्या मिलाएँ, या F3 से रसीद की स्थिति देखें।',
    },
    en: {
      what: 'There is nothing to settle about this receipt.',
      now: 'Check the receipt number, or look at the receipt’s state with F3.',
    },
  },
  SETTLEMENT_NOT_NOW: {
    hi: { what: 'यह अभी नहीं हो सकता। कुछ भी दर्ज नहीं हुआ।', now: 'नीचे लिखा कारण देखें, या सूची पर लौटें।' },
    en: {
      what: 'This cannot be done now. Nothing was recorded.',
      now: 'Look at the reason below, or go back to the list.',
    },
  },
  SETTLEMENT_CHANGED: {
    hi: {
      what: 'यही काम दूसरे ब्योरे के साथ पहले दर्ज हो चुका है।',
      now: 'सूची पर लौटकर देखें कि क्या दर्ज हुआ।',
    },
    en: {
      what: 'This act was recorded before with other particulars.',
      now: 'Go back to the list and see what was recorded.',
    },
  },
  SETTLEMENT_REASON_MISSING: {
    hi: { what: 'कारण नहीं लिखा गया।', now: 'दो शब्दों में लिखें कि ऐसा क्यों किया जा रहा है।' },
    en: { what: 'No reason was written.', now: 'Write in a few words why this is done.' },
  },
  REFUND_DRAWER_TOO_LITTLE: {
    hi: {
      what: 'दराज़ में इतना नकद नहीं है। कुछ भी दर्ज नहीं हुआ।',
      now: 'दराज़ में नकद आने पर फिर करें, या प्रमंडल कार्यालय से पूछें।',
    },
    en: {
      what: 'The drawer does not hold that much cash. Nothing was recorded.',
      now: 'Do it again when there is more cash in the drawer, or ask the division office.',
    },
  },
  CLOCK_BEHIND: {
    hi: { what: 'कंप्यूटर की घड़ी पिछली रसीद से पीछे है।', now: 'घड़ी ठीक कराएँ। समय प्रधान कैशियर से पक्का कराएँ।' },
    en: {
      what: 'The computer’s clock is behind the last receipt.',
      now: 'Have the clock put right. The head cashier must confirm the time.',
    },
  },
  CLOCK_JUMPED: {
    hi: { what: 'कंप्यूटर की घड़ी अचानक बदल गई है।', now: 'घड़ी ठीक कराएँ। समय प्रधान कैशियर से पक्का कराएँ।' },
    en: {
      what: 'The computer’s clock jumped.',
      now: 'Have the clock put right. The head cashier must confirm the time.',
    },
  },
  CLOCK_OFF_HEAD_END: {
    hi: {
      what: 'कंप्यूटर की घड़ी मुख्य सर्वर के समय से पाँच मिनट से ज़्यादा अलग है।',
      now: 'घड़ी ठीक कराएँ। समय प्रधान कैशियर से पक्का कराएँ।',
    },
    en: {
      what: 'The computer’s clock is more than five minutes off the head end’s time.',
      now: 'Have the clock put right. The head cashier must confirm the time.',
    },
  },
  JOURNAL_MISSING: {
    hi: {
      what: 'रसीदों की बही इस कंप्यूटर पर नहीं मिली।',
      now: 'नई बही न बनाएँ। प्रधान कैशियर को बुलाएँ, दूसरी प्रति से बही लौटाई जाती है।',
    },
    en: {
      what: 'The journal of receipts was not found on this computer.',
      now: 'Do not start a new one. Call the head cashier: it is restored from the second copy.',
    },
  },
  JOURNAL_NEWER: {
    hi: { what: 'बही इस प्रोग्राम से नए संस्करण की है।', now: 'प्रोग्राम का नया संस्करण लगवाएँ।' },
    en: {
      what: 'The journal was written by a newer version of the program.',
      now: 'Have the newer version of the program installed.',
    },
  },
  JOURNAL_IN_USE: {
    hi: { what: 'बही किसी दूसरी खिड़की में खुली है।', now: 'दूसरी खिड़की या दूसरे Windows खाते में खुला प्रोग्राम बंद करें।' },
    en: {
      what: 'The journal is open in another window.',
      now: 'Close the program in the other window or the other Windows account.',
    },
  },
  JOURNAL_CORRUPT: {
    hi: {
      what: 'बही की जाँच में गड़बड़ी मिली। नकद लेना रोक दिया गया है।',
      now: 'कोई फ़ाइल न बदलें। प्रधान कैशियर और आईटी को बुलाएँ: अधिकारी दूसरी प्रति से बही लौटा सकते हैं।',
    },
    en: {
      what: 'The journal failed its check. Selling is stopped.',
      now: 'Change no file. Call the head cashier and IT: the officer can restore it from the second copy.',
    },
  },
  JOURNAL_DAMAGED: {
    hi: {
      what: 'पूरी जाँच में बही का एक हिस्सा बिगड़ा मिला, और वह अपने आप ठीक नहीं हुआ।',
      now: 'नकद लेना जारी रखें, नई रसीदें सुरक्षित हैं। आज ही प्रधान कैशियर और आईटी को बताएँ, कोई फ़ाइल न हटाएँ।',
    },
    en: {
      what: 'The whole proof found damage in the journal that could not be mended.',
      now: 'Sell on, new receipts are safe. Tell the head cashier and IT today, and delete no file.',
    },
  },
  JOURNAL_FULL: {
    hi: {
      what: 'डिस्क भर गई है, नकद लेना रोक दिया गया है। दर्ज रसीदें सुरक्षित हैं।',
      now: 'आईटी से जगह बनवाएँ, फिर बिक्री अपने आप चालू होगी। पाली और दिन अब भी बंद हो सकते हैं।',
    },
    en: {
      what: 'The disk is full, selling is stopped. Recorded receipts are safe.',
      now: 'Ask IT to free some space, then selling goes on by itself. Shift and day can still be closed.',
    },
  },
  JOURNAL_READONLY: {
    hi: {
      what: 'बही में लिखने की अनुमति नहीं है।',
      now: 'आईटी से डिस्क और फ़ोल्डर की अनुमति की जाँच कराएँ।',
    },
    en: {
      what: 'The journal may not be written.',
      now: 'Ask IT to look at the disk and at the permissions of its folder.',
    },
  },
  JOURNAL_DISK_FAILING: {
    hi: {
      what: 'बही की डिस्क लिखने या पढ़ने में ग़लती दे रही है।',
      now: 'नकद न लें। दी गई रसीदें सुरक्षित हैं। आईटी को बुलाएँ: डिस्क बदलनी पड़ सकती है।',
    },
    en: {
      what: 'The disk of the journal fails when it writes or reads.',
      now: 'Take no cash. Receipts that are out are safe. Call IT: the disk may need to be replaced.',
    },
  },
  JOURNAL_NOT_DURABLE: {
    hi: { what: 'यह डिस्क पक्का नहीं करती कि लिखा हुआ बचेगा।', now: 'आईटी से बही दूसरी डिस्क पर रखवाएँ।' },
    en: {
      what: 'This disk does not promise to keep what is written.',
      now: 'Ask IT to move the journal to another disk.',
    },
  },
  JOURNAL_STOPPED: {
    hi: {
      what: 'काउंटर सेवा बार-बार रुकी, इसलिए नकद लेना रोक दिया गया है।',
      now: 'दर्ज रसीदें सुरक्षित हैं। प्रोग्राम बंद करके खोलें; फिर भी रुके तो आईटी को बुलाएँ।',
    },
    en: {
      what: 'The counter service stopped again and again, so selling is locked.',
      now: 'Recorded receipts are safe. Close the program and open it; if it stops again, call IT.',
    },
  },
  SECOND_COPY_DISAGREES: {
    hi: { what: 'बही और दूसरी प्रति आपस में नहीं मिलतीं।', now: 'कुछ न बदलें। प्रधान कैशियर और आईटी को बुलाएँ।' },
    en: {
      what: 'The journal and the second copy do not agree.',
      now: 'Change nothing. Call the head cashier and IT.',
    },
  },
  DIRECTORY_MISSING: {
    hi: { what: 'उपभोक्ताओं की सूची अभी नहीं है।', now: 'सूची मँगाएँ, या पूरी खाता संख्या डालकर रसीद लें।' },
    en: {
      what: 'There is no list of consumers yet.',
      now: 'Import the list, or sell by the whole account number.',
    },
  },
  DIRECTORY_DAMAGED: {
    hi: {
      what: 'सूची की फ़ाइल ख़राब है। पुरानी सूची जैसी थी वैसी है।',
      now: 'फ़ाइल फिर से मँगाएँ।[ गड़बड़ी पंक्ति {line} पर है।]',
    },
    en: {
      what: 'The list file is damaged. The old list is as it was.',
      now: 'Ask for the file again.[ The fault is in line {line}.]',
    },
  },
  DIRECTORY_SIGNATURE_WRONG: {
    hi: { what: 'सूची की फ़ाइल पर मुख्य सर्वर का सही हस्ताक्षर नहीं है।', now: 'इसे काम में न लें। कार्यालय से सही फ़ाइल लें।' },
    en: {
      what: 'The list file does not carry the head end’s signature.',
      now: 'Do not use it. Ask the office for the right file.',
    },
  },
  DIRECTORY_TOO_LARGE: {
    hi: { what: 'सूची की फ़ाइल बहुत बड़ी है।', now: 'कार्यालय से इस प्रमंडल की फ़ाइल लें।' },
    en: { what: 'The list file is too large.', now: 'Ask the office for the file of this division.' },
  },
  DIRECTORY_BUSY: {
    hi: { what: 'एक सूची पहले से आ रही है।', now: 'उसके पूरा होने तक रुकें।' },
    en: { what: 'A list is already being imported.', now: 'Wait until it is complete.' },
  },
  PRINTER_MISSING: {
    hi: { what: 'प्रिंटर नहीं मिला।', now: 'तार और बिजली देखें। रसीद दर्ज है, प्रिंटर आते ही छपेगी।' },
    en: {
      what: 'The printer was not found.',
      now: 'Check its cable and power. The receipt is recorded and prints when the printer is back.',
    },
  },
  PRINT_JOB_UNKNOWN: {
    hi: { what: 'यह छपाई इस काउंटर पर दर्ज नहीं है।', now: 'रसीद संख्या से पुनर्मुद्रण करें।' },
    en: { what: 'This counter has no such print.', now: 'Reprint by the receipt number.' },
  },
  PRINT_JOB_NOT_ASKED: {
    hi: { what: 'इस छपाई के बारे में अब कोई प्रश्न नहीं है।', now: 'रसीद की स्थिति F3 से देखें।' },
    en: { what: 'There is no open question about this print.', now: 'See the receipt’s state with F3.' },
  },
  HEAD_END_NOT_ANSWERING: {
    hi: { what: 'मुख्य सर्वर उत्तर नहीं दे रहा।', now: 'काम जारी रखें। रसीदें यहाँ सुरक्षित हैं और सर्वर आते ही जाएँगी।' },
    en: {
      what: 'The head end does not answer.',
      now: 'Carry on. Receipts are safe here and go when it is back.',
    },
  },
  HEAD_END_REFUSED: {
    hi: { what: 'मुख्य सर्वर ने मना किया।', now: '[कारण: {reason}। ]प्रधान कैशियर को दिखाएँ।' },
    en: { what: 'The head end refused.', now: '[Reason: {reason}. ]Show it to the head cashier.' },
  },
  OUTAGE_NAME_TAKEN: {
    hi: { what: 'इस नाम[ “{name}”] की बंदी पहले हो चुकी है।', now: 'दूसरा नाम रखें, जैसे पीछे -2 लगाकर।' },
    en: {
      what: 'There has been an outage of this name[, “{name}”,] already.',
      now: 'Give another name, with -2 behind it, say.',
    },
  },
  OUTAGE_NOT_OPEN: {
    hi: { what: 'कोई बंदी दर्ज नहीं है, या समाप्त हो चुकी है।', now: 'कुछ करने की ज़रूरत नहीं।' },
    en: { what: 'No outage is open; it may have been closed already.', now: 'There is nothing to do.' },
  },
  OUTAGE_HEAD_END_AWAY: {
    hi: {
      what: 'मुख्य सर्वर अभी[ पूरे {minutes} मिनट] लगातार नहीं चला है।',
      now: 'रसीदें लेते रहें। सर्वर लगातार उत्तर देने लगे, तब फिर समाप्त करें।',
    },
    en: {
      what: 'The head end does not answer steadily yet[; {minutes} minutes without a break are needed].',
      now: 'Sell on, and close the outage later.',
    },
  },
  OUTAGE_HAS_UNSENT: {
    hi: {
      what: 'कुछ रसीदें अभी भेजी नहीं गई हैं।[ ({count}, {sumPaise})]',
      now: 'F8 दबाकर “अभी भेजें” करें और सब भेजे जाने तक रुकें।',
    },
    en: {
      what: 'Some receipts are still unsent.[ ({count}, {sumPaise})]',
      now: 'Press F8 and “Send now”, and wait until all are sent.',
    },
  },
  OUTAGE_HAS_PENDING: {
    hi: {
      what: 'कुछ रसीदें मुख्य सर्वर पर लंबित हैं।[ ({count}, {sumPaise})]',
      now: 'उनके उत्तर की प्रतीक्षा करें; जिनका उपभोक्ता नहीं मिला, उन्हें कार्यालय (F6) के अपवाद डेस्क पर मिलाएँ।',
    },
    en: {
      what: 'Some receipts are pending at the head end.[ ({count}, {sumPaise})]',
      now: 'Wait for its word; match those without a consumer at the exceptions desk in the office (F6).',
    },
  },
  OUTAGE_HAS_REFUSED: {
    hi: {
      what: 'कुछ रसीदें अस्वीकार हुई हैं और उनका निपटारा नहीं हुआ।[ ({count}, {sumPaise})]',
      now: 'कार्यालय (F6) के अपवाद डेस्क पर हर एक को दूसरे उपभोक्ता में डालें, लौटाएँ या फिर भेजें।',
    },
    en: {
      what: 'Some receipts were refused and are not settled.[ ({count}, {sumPaise})]',
      now: 'Move, refund or resubmit each of them at the exceptions desk in the office (F6).',
    },
  },
  OUTAGE_NOT_EXPLAINED: {
    hi: {
      what: 'कुछ रसीदों का पैसा न जमा हुआ है, न लौटाया या निपटाया गया।[ ({count}, {sumPaise})]',
      now: 'मिलान का पन्ना (F6) देखें। शून्य होने पर ही बंदी समाप्त होगी, अधिकारी भी इसे टाल नहीं सकते।',
    },
    en: {
      what: 'The money of some receipts is neither credited, refunded nor settled.[ ({count}, {sumPaise})]',
      now: 'See the tie-out page (F6). The outage closes only at zero; an officer cannot force it either.',
    },
  },
  HEAD_END_OTHER_VERSION: {
    hi: {
      what: 'मुख्य सर्वर नया हो गया है, यह प्रोग्राम पुराना है।',
      now: 'बिक्री चलती रहेगी, रसीदें यहाँ सुरक्षित हैं। आईटी से यह प्रोग्राम नया कराएँ।',
    },
    en: {
      what: 'The head end speaks a newer version: this program must be updated.',
      now: 'Sales go on, receipts are safe here. Ask IT to update this program.',
    },
  },
  HEAD_END_UNTRUSTED: {
    hi: {
      what: 'सर्वर के पते पर कोई और उत्तर दे रहा है। उसे कुछ नहीं भेजा गया।',
      now: 'बिक्री चलती रहेगी। आईटी को बताएँ: सर्वर का प्रमाणपत्र भरोसे का नहीं है।',
    },
    en: {
      what: 'Something else answers at the head end’s address. Nothing was sent to it.',
      now: 'Sales go on. Tell IT: the head end’s certificate is not one that this counter trusts.',
    },
  },
  HEAD_END_CERTIFICATE_EXPIRED: {
    hi: {
      what: 'सर्वर के प्रमाणपत्र की तारीख निकल गई है, या इस कंप्यूटर की तारीख ग़लत है। कुछ नहीं भेजा गया।',
      now: 'कंप्यूटर की तारीख देखें। सही हो तो आईटी को बताएँ। बिक्री चलती रहेगी।',
    },
    en: {
      what: 'The head end’s certificate is out of date, or this PC’s date is wrong. Nothing was sent.',
      now: 'Look at the PC’s date. If it is right, tell IT. Sales go on.',
    },
  },
  HEAD_END_WANTS_CERTIFICATE: {
    hi: {
      what: 'सर्वर इस काउंटर का प्रमाणपत्र माँगता है। कुछ नहीं भेजा गया।',
      now: 'बिक्री चलती रहेगी। आईटी से इस काउंटर का प्रमाणपत्र लगवाएँ।',
    },
    en: {
      what: 'The head end asks for this counter’s certificate. Nothing was sent.',
      now: 'Sales go on. Ask IT to install this counter’s certificate.',
    },
  },
  HEAD_END_CERTIFICATE_FILES: {
    hi: {
      what: 'सेटिंग में लिखी प्रमाणपत्र की फ़ाइलें पढ़ी नहीं जा सकीं। कुछ नहीं भेजा गया।',
      now: 'बिक्री चलती रहेगी। आईटी से फ़ाइलें ठीक कराएँ।',
    },
    en: {
      what: 'The certificate files that the settings name cannot be read. Nothing was sent.',
      now: 'Sales go on. Ask IT to mend the files.',
    },
  },
  DOCUMENTS_FOLDER_UNWRITABLE: {
    hi: {
      what: 'सूची की फ़ाइल लिखी नहीं जा सकी[ – {folder}]।',
      now: 'फ़ोल्डर और डिस्क में जगह देखें, फिर दोबारा बनाएँ। बिक्री चलती रहेगी।',
    },
    en: {
      what: 'The list could not be written[ to {folder}].',
      now: 'Check the folder and the room on its disk, then make it again. Selling goes on.',
    },
  },
  LIST_HAS_NO_OUTAGE: {
    hi: { what: 'इस काउंटर पर कोई आउटेज दर्ज नहीं है।', now: 'दिन की सूची बनाएँ।' },
    en: { what: 'No outage is on record at this counter.', now: 'Make the list of the day instead.' },
  },
  LISTS_TOO_MANY: {
    hi: {
      what: 'आज यह सूची बहुत बार बन चुकी है[ ({max})]।',
      now: 'आज की पहली फ़ाइलें किसी और फ़ोल्डर में रखवाएँ, या कल बनाएँ।',
    },
    en: {
      what: 'This list was made too often today[ ({max})].',
      now: 'Have the earlier files of today moved to another folder, or make it tomorrow.',
    },
  },
  USB_ABSENT: {
    hi: {
      what: 'यह पेनड्राइव या फ़ोल्डर नहीं मिला[: {folder}]।',
      now: 'पेनड्राइव लगाएँ, कुछ सेकंड रुकें, रास्ता देखें और फिर करें।',
    },
    en: {
      what: 'The stick or folder was not found[: {folder}].',
      now: 'Put the stick in, wait a few seconds, check the path and do it again.',
    },
  },
  USB_FULL: {
    hi: { what: 'पेनड्राइव पर जगह नहीं है।', now: 'दूसरी ख़ाली पेनड्राइव लगाएँ और फिर करें।' },
    en: { what: 'There is no room on the stick.', now: 'Put in another, empty stick and do it again.' },
  },
  USB_READ_ONLY: {
    hi: { what: 'इस पेनड्राइव पर लिखा नहीं जा सकता।', now: 'उसका ताला खिसकाएँ या दूसरी पेनड्राइव लगाएँ और फिर करें।' },
    en: {
      what: 'This stick cannot be written to.',
      now: 'Move its lock, or put in another stick, and do it again.',
    },
  },
  USB_FAILING: {
    hi: {
      what: 'पेनड्राइव ठीक से नहीं लिखती या पढ़ती।',
      now: 'दूसरी पेनड्राइव लगाएँ और फिर करें। यह वाली अब काम में न लें।',
    },
    en: {
      what: 'The stick does not write or read properly.',
      now: 'Put in another stick and do it again. Do not use this one any more.',
    },
  },
  USB_NOTHING_UNSENT: {
    hi: { what: 'भेजने को कुछ बाकी नहीं है।', now: 'सब कुछ मुख्य सर्वर पर पहुँच चुका है।' },
    en: { what: 'Nothing waits to be sent.', now: 'Everything has reached the head end.' },
  },
  USB_KEY_MISSING: {
    hi: {
      what: 'इस काउंटर को मुख्य सर्वर की पेनड्राइव कुंजी अभी नहीं मिली।',
      now: 'एक बार मुख्य सर्वर से जुड़ें; कुंजी अपने आप आती है। तब तक रसीदें यहाँ सुरक्षित हैं।',
    },
    en: {
      what: 'This counter has not yet got the head end’s key for sticks.',
      now: 'Connect to the head end once; the key comes by itself. Until then the receipts are safe here.',
    },
  },
  USB_NO_ANSWER: {
    hi: { what: 'पेनड्राइव पर मुख्य सर्वर का उत्तर नहीं है।', now: 'यही पेनड्राइव मुख्य कार्यालय में पढ़वाएँ, फिर यहाँ लगाएँ।' },
    en: {
      what: 'There is no answer of the head end on this stick.',
      now: 'Have this stick read at the head office, then bring it back.',
    },
  },
  USB_ANSWER_WRONG: {
    hi: {
      what: 'पेनड्राइव का उत्तर पढ़ा नहीं जा सकता या उस पर सही हस्ताक्षर नहीं हैं।',
      now: 'मुख्य कार्यालय से उत्तर फिर से लिखवाएँ। यहाँ कुछ नहीं बदला।',
    },
    en: {
      what: 'The answer on the stick cannot be read, or is not rightly signed.',
      now: 'Have the head office write it again. Nothing was changed here.',
    },
  },
  USB_NOT_FOR_US: {
    hi: {
      what: 'यह उत्तर इस काउंटर का नहीं है, या रास्ते में ख़राब हुआ।',
      now: 'इस काउंटर की पेनड्राइव लगाएँ, या मुख्य कार्यालय से उत्तर फिर से लिखवाएँ।',
    },
    en: {
      what: 'This answer is not for this counter, or was damaged on its way.',
      now: 'Put in the stick of this counter, or have the head office write the answer again.',
    },
  },
  USB_NOT_ALL_TAKEN: {
    hi: {
      what: 'मुख्य सर्वर ने पेनड्राइव का सब कुछ नहीं लिया[ ({type})]। जो लिया उसका उत्तर दर्ज हुआ।',
      now: 'नई पेनड्राइव बनाएँ। फिर भी हो तो सहायता को बताएँ।',
    },
    en: {
      what: 'The head end did not take all of the stick[ ({type})]. Its answers so far are recorded.',
      now: 'Make a new stick. If it happens again, tell support.',
    },
  },
  USB_JOURNALS_DIFFER: {
    hi: {
      what: 'मुख्य सर्वर के पास इस काउंटर की कोई और बही है।',
      now: 'कुछ दर्ज नहीं हुआ। सहायता को तुरंत बताएँ। बिक्री चलती रहेगी।',
    },
    en: {
      what: 'The head end holds another journal of this counter.',
      now: 'Nothing was recorded. Tell support at once. Selling goes on.',
    },
  },
  USB_HEAD_END_RESTORED: {
    hi: {
      what: 'मुख्य सर्वर पुरानी प्रति से फिर चालू हुआ है।',
      now: 'इस काउंटर को एक बार नेटवर्क से जोड़ें। तब तक रसीदें यहाँ सुरक्षित हैं।',
    },
    en: {
      what: 'The head end was started again from a backup.',
      now: 'Connect this counter to the network once. Until then the receipts are safe here.',
    },
  },
  CONFIG_INVALID: {
    hi: { what: 'सेटिंग की फ़ाइल में ग़लती है।[ ({key})]', now: 'आईटी से फ़ाइल ठीक कराएँ।' },
    en: { what: 'The settings file has a mistake.[ ({key})]', now: 'Ask IT to mend the file.' },
  },
  PORT_IN_USE: {
    hi: {
      what: 'ज़रूरी पोर्ट किसी दूसरे प्रोग्राम के पास है।[ ({port})]',
      now: 'दूसरा प्रोग्राम बंद करें या आईटी को बुलाएँ।',
    },
    en: {
      what: 'Another program holds a port that is needed.[ ({port})]',
      now: 'Close the other program or call IT.',
    },
  },
  TOO_LARGE: {
    hi: { what: 'इतना लंबा नहीं लिया जा सकता।', now: 'छोटा करके फिर डालें।' },
    en: { what: 'This is longer than can be taken.', now: 'Make it shorter and try again.' },
  },
};

/** The two sentences of an error, filled and ready to show. */
export function operatorText(code: ErrorCode, params: ErrorParams, language: Language): OperatorText {
  const text = errorText[code][language];
  return { what: fill(text.what, params), now: fill(text.now, params) };
}

function fill(template: string, params: ErrorParams): string {
  return template
    .replace(/\[([^\]]*)\]/gu, (_part, inner: string) => (hasAll(inner, params) ? inner : ''))
    .replace(/\{(\w+)\}/gu, (_hole, name: string) => shown(name, params[name]));
}

function hasAll(part: string, params: ErrorParams): boolean {
  return [...part.matchAll(/\{(\w+)\}/gu)].every((hole) => params[hole[1] ?? ''] !== undefined);
}

function shown(name: string, value: string | number | undefined): string {
  if (typeof value === 'number' && name.endsWith('Paise')) return formatRupees(value, 'hide-zero');
  return String(value ?? '');
}

/** One line in both languages, for a program without a screen: `… / …`. */
export function operatorLine(code: ErrorCode, params: ErrorParams): string {
  const said = (['hi', 'en'] as const).map((language) => {
    const { what, now } = operatorText(code, params, language);
    return `${what} ${now}`;
  });
  return said.join(' / ');
}
