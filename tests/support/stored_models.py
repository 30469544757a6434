"""A model for tests that only need one: sigmoid((a + b) / 2 - 1), kept as text. Not here: trained ones (`models.py`)."""

import base64
import hashlib
import zlib
from datetime import date

from ml.features import FittedFeature
from ml.features.profile import Profile
from ml.runtime import Manifest
from ml.runtime.manifest import Slice, Window

DAY = date(2017, 8, 13)
_TEXT = (
    "c-nnbF>ljA6n;)jn-<Fi5upk)Wa!YzBqc%>AW%q)RH<pJHbM*t*QzhblH;J{Trn~-K?Vi}Mt%hg42Xe=0SN{MBqT;A#0KWQyXV7{!bzWedH3D-?tSlabpYsJ"
    "-#A}`2Gn5zYET6SV->J*4j2P?fcS)XWdXcHOl^QN{>CY?0KWgoGKaaB5hoB6F+PZrJANnzK^jZLeVk>P&GQOkl*+rQ^qWx7d;L>$Xni08nU2MT)=P*sb3UTZ"
    "EYD9Nx?7t!)^>K+w>JIWTEDZ}>349yqv{}?nF4nhCH^=~WHc21ff!GsQKC3h;|Ih`#52TGIxj-<-rIckJwz4ssDNv7P;5~}XH+cDNy9PT+REQ+?@vDZeC0x7"
    "aa}f_aoJmLdFaL)&PAFnuhsUNV8$Z)y@dE$@Dkwui^F*<ntqjV6Zy9g)SKSM`c9)eO0ae*LQnZ#Q&iWSl5|{-Q(vd-#S_*Z22qmtWYzdFZ}!fsnswYN^p?J5"
    "&Q(+E4jkuP>}e(6=ioia`DLy>_p7K!;~4b|f2>%#hkLyK5H*OF*HLF~n|07amE#`r&f<4h22u>tcsm%&NaD>9VK<0lzjd)`@)Eurp-cI;59z)|9_1RO$v(*i"
    "D0MCr$wc6{7sy^3UpjKF6NXTzmGC^%Ijigsd9p;cV0__UIatRsUY%Aw2JVy|vl!L(=GrCJo@UyY|D4~PvBdiHj(~Yd=pO#or_2oo?O7@KrT+)E^6|{yZ-}42"
    "1=xx|a+X++_I*PgSLbpab+<sR&`IWWeC`*pL(Y@"
)
CONTENT = zlib.decompress(base64.b85decode(_TEXT))


def a_model(
    version: str,
    *,
    name: str = "churn",
    auc: float = 0.9,
    baseline_auc: float = 0.82,
    features: tuple[str, str] = ("a", "b"),
    contract_version: int = 1,
) -> tuple[Manifest, bytes]:
    """A version of a model of two numbers, as it would have been exported, and its bytes."""
    window = Window(as_of_days=(DAY,), label_days=56, row_count=600, positive_count=60)
    manifest = Manifest(
        name=name,
        version=version,
        label="has_churned",
        contract_name="customer",
        contract_version=contract_version,
        features=tuple(FittedFeature(name=feature) for feature in features),
        inputs=features,
        training=window,
        test=window,
        metrics={"auc": auc, "average_precision": 0.4, "calibration_error": 0.01},
        baselines={"recency": {"auc": baseline_auc}},
        decided_by="auc",
        intervals={"auc": (round(auc - 0.02, 4), round(auc + 0.02, 4))},
        slices=(
            Slice(column="household_size", value="1", count=200, metrics={"auc": 0.91}),
            Slice(column="household_size", value="5+", count=40, metrics={"auc": 0.86}),
            Slice(column="income_band", value="1", count=200, metrics={"auc": 0.91}),
        ),
        profiles=(
            Profile(name=features[0], edges=(0.0,), shares=(0.5, 0.5, 0.0)),
            Profile(name="score", edges=(0.27,), shares=(0.5, 0.5, 0.0)),
        ),
        parity_difference_max=1e-7,
        data_watermark="2017-08-13T23:59:59Z",
        seed=1,
        model_bytes=len(CONTENT),
        model_sha256=hashlib.sha256(CONTENT).hexdigest(),
    )
    return manifest, CONTENT
