"""What the files of a mixed folder speak of: five bodies in three countries, and sentences in several languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Body:
    """A body that answers, with what its answers bear."""

    agency: str
    name: str
    number: str
    address: str
    day: str


BODIES = (
    Body("us-ca-oakland-pd", "Oakland Police Department", "R-2026-01234", "records@oaklandpd.example", "2026-02-02"),
    Body("us-ny-nypd", "New York City Police Department", "FOIL-2026-056-01234", "foil@nypd.example", "2026-02-03"),
    Body("gb-met", "Metropolitan Police Service", "01/FOI/26/049123", "foi@met.example", "2026-02-04"),
    Body("gb-btp", "British Transport Police", "FOI-889-26", "foi@btp.example", "2026-02-05"),
    Body("ca-ab-edmonton-police", "Edmonton Police Service", "2026-P-0456", "foip@edmonton.example", "2026-02-06"),
)

SENTENCES = (
    "The Department entered into an agreement with Clearview AI on 12 March 2021 for a trial of ninety days.",
    "Face recognition searches were run 1,204 times between January 2019 and June 2020.",
    "Invoice INV-20931 of DataWorks Plus for the maintenance of FACE Plus was paid on 2020-07-01.",
    "Amazon Rekognition was tested by two officers and was not bought.",
    "The match threshold of NeoFace Watch was set to 0.64 for the deployment at Oxford Circus on 28 January 2022.",
    "No data protection impact assessment was made before the pilot with Cognitec FaceVACS.",
    "BriefCam licences were bought through NASPO ValuePoint from a reseller, SHI International.",
    "A watch list of 9,756 people was loaded; eight alerts were given, of which five were false.",
    "The contract with IDEMIA ends on 31 December 2026 and renews itself unless it is ended in writing.",
    "Redactions were made under the exemption for law enforcement techniques.",
    "Officers asked the vendor whether images from body-worn video could be enrolled.",
    "The Chief Information Officer approved the purchase order PO-4500017 for Flock Safety cameras.",
)
OTHER_TONGUES = {
    "fr": "La reconnaissance faciale a été utilisée à l’entrée du métro ; le marché n° 23-cv-0456 a été résilié.",
    "es": "La evaluación del reconocimiento facial se entregó en mayo; el señor Núñez firmó el contrato.",
    "de": "Die Gesichtserkennung am Südkreuz wurde geprüft; die Überwachung war unverhältnismäßig.",
    "ja": "顔認証システムの契約書は二〇二一年三月に締結された。警察は監視カメラを設置した。",
    "el": "Η αναγνώριση προσώπου χρησιμοποιήθηκε από την αστυνομία.",
    "ru": "Договор о распознавании лиц был подписан в июне.",
    "ar": "تم استخدام تقنية التعرف على الوجه من قبل الشرطة.",
    "he": "זיהוי פנים שימש את המשטרה בתחנה.",
    "zh": "人脸识别系统于六月采购，合同金额为一百万元。",
}


def paragraphs(number: int, body: Body, count: int = 6) -> list[str]:
    """Sentences of one document, other ones for each number."""
    lines = [f"{body.name}. Our number: {body.number}. Document {number}."]
    return lines + [SENTENCES[(number * 5 + step) % len(SENTENCES)] for step in range(count)]


def body_of(number: int) -> Body:
    """The body that sends file ``number``."""
    return BODIES[number % len(BODIES)]
