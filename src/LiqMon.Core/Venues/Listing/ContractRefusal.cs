namespace LiqMon.Venues;

/// <summary>Why a listed contract is not watched.</summary>
public enum ContractRefusal : byte
{
    /// <summary>The symbol is empty, longer than 128 bytes, no text, or holds blanks or signs that no name has.</summary>
    BadSymbol,

    /// <summary>The list names no base asset.</summary>
    NoAsset,

    /// <summary>The base asset is longer than 64 bytes, or holds blanks or characters that cannot be shown.</summary>
    BadAsset,

    /// <summary>The list names no quote currency, so nothing can be valued.</summary>
    NoQuote,

    /// <summary>The quote currency is no name.</summary>
    BadQuote,

    /// <summary>The venue has named more symbols than are kept (5,000).</summary>
    TooManyContracts,

    /// <summary>The contract's size is missing, no number, not positive, or beyond <see cref="Market.Plausible"/>.</summary>
    BadSize,

    /// <summary>The row does not say, in a word or a flag that can be read, what it is or whether it is traded.</summary>
    NoState,

    /// <summary>The row is no object, or no text where the list holds names alone.</summary>
    Unreadable,
}
