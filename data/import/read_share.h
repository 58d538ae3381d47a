// How far a reader of records is in its file: for progress.
#pragma once

namespace flowspace {

/// What a RecordReader of large files may also be.
class ReadShare {
public:
    virtual ~ReadShare() = default;

    /// How much of the file was read, 0 to 1.
    virtual double share_read() const = 0;
};

}  // namespace flowspace
